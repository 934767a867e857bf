// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A look at many items at once saves writes, and decides nothing that only a write can. */
class ReadFirstTest {
    /** Dollars for a million in us-east-1 since November 2024 (Amazon DynamoDB pricing, on-demand). */
    private static final double WRITE_PRICE = 0.625;

    private static final double READ_PRICE = 0.125;

    private final String table = Local.table();
    private final Operations operations = new Operations();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbAsyncClient client = Local.client(Local.endpoint(proxy))
            .overrideConfiguration(
                    all -> all.addExecutionInterceptor(operations).retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();

    @AutoClose
    private final DynamoDbClaimStore store =
            DynamoDbClaimStore.builder().table(table).client(client).readFirst().build();

    private final Asker mine = new Asker(store);

    /** Of 1,000 posts so many were confirmed before: every post costs a read, and only the new ones a write. */
    @ParameterizedTest
    @CsvSource({
        "false, 0, 1.20", "false, 200, 1.00", "false, 500, 0.70", "false, 900, 0.30",
        "true,  0, 1.10", "true,  100, 1.00", "true,  500, 0.60", "true,  900, 0.20"
    })
    void costIsThatOfAReadForEachPostAndAWriteForEachNewOne(
            boolean eventually, int duplicates, double shareOfTheUsualPrice) {
        List<Fingerprint> posts = Posts.fresh(1_000);
        if (duplicates > 0) {
            mine.claim(posts.subList(0, duplicates));
        }
        operations.forget();

        List<Verdict> verdicts = new Asker(eventually ? eventual() : store).claim(posts);

        assertThat(verdicts).filteredOn(DUPLICATE::equals).hasSize(duplicates);
        assertThat(operations.count("BatchGetItem")).as("reads of 100 keys").isEqualTo(10);
        assertThat(operations.count("PutItem")).as("writes").isEqualTo(1_000 - duplicates);
        double price = operations.count("PutItem") * WRITE_PRICE + operations.readUnits() * READ_PRICE;
        assertThat(price / (1_000 * WRITE_PRICE)).isCloseTo(shareOfTheUsualPrice, within(0.0001));
    }

    @Test
    void leaseIsLeftToThePut() {
        mine.lease(post);
        operations.forget();

        assertThat(mine.other().claim(post)).isEqualTo(IN_FLIGHT);
        assertThat(operations.names()).containsExactly("BatchGetItem", "PutItem");
    }

    @Test
    void ownClaimIsLeftToThePut() {
        mine.claim(post);
        operations.forget();

        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(operations.names()).containsExactly("BatchGetItem", "PutItem");
    }

    @Test
    void confirmedClaimCostsNoWrite() {
        mine.claim(post);
        operations.forget();

        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(operations.names()).containsExactly("BatchGetItem");
    }

    /** The read shows a state in which somebody's lease had not been released, or a claim had not yet been made. */
    @Test
    void oldStateOfALeaseOrOfNothingIsNoVerdict() {
        Asker eventual = new Asker(eventual());
        readsSee("L");
        assertThat(eventual.claim(post)).as("free, and read as leased").isEqualTo(CLAIMED);

        proxy.once(Wire.of("BatchGetItem"), ProxyAction.answerInstead(HttpMessage.answer(200, "{\"Responses\":{}}")));
        assertThat(eventual.other().claim(post))
                .as("confirmed, and read as free")
                .isEqualTo(DUPLICATE);
    }

    /** A post that was given back is free at once: only a read that the service promises to be of now may say otherwise. */
    @Test
    void readsAndLookupsAreStronglyConsistent() {
        mine.claim(post);
        operations.forget();

        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(operations.readUnits()).as("one key, read consistently").isEqualTo(1);
        assertThat(mine.lookup(post)).isPresent();
        assertThat(new Asker(eventual()).lookup(post)).isPresent();
        assertThat(operations.readUnits()).as("three keys, read consistently").isEqualTo(3);
    }

    /** This is what eventually consistent reads take in exchange for their price, and what their documentation says. */
    @Test
    void oldStateOfAConfirmedClaimIsADuplicateUntilItIsOldNoMore() {
        Asker eventual = new Asker(eventual());
        readsSee("C");
        assertThat(eventual.claim(post)).as("forgotten a moment ago").isEqualTo(DUPLICATE);

        assertThat(eventual.claim(post)).as("when reads show it").isEqualTo(CLAIMED);
    }

    /** The read would show whoever had the post before, and the call that has it now would take its own claim for a duplicate. */
    @Test
    void claimWhoseAnswerWasLostIsRepeatedWithoutAnOldLook() {
        proxy.once(Wire.of("PutItem"), ProxyAction.dropAnswer());
        operations.forget();

        assertThat(Retries.claims(eventual(), post)).isTrue();

        assertThat(operations.names()).containsSequence("BatchGetItem", "PutItem", "PutItem");
    }

    @Test
    void claimWhoseAnswerWasLostFindsItself() {
        proxy.once(Wire.of("PutItem"), ProxyAction.dropAnswer());
        mine.failureOfClaim(post);

        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void keysThatWereLeftUnreadAreLeftToThePut() {
        mine.claim(post);
        proxy.once(Wire.of("BatchGetItem"), Wire.unprocessed(table, post));

        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(operations.count("PutItem")).isEqualTo(2);
    }

    @Test
    void lookupOfKeysThatWereLeftUnreadIsAFailureThatPasses() {
        mine.claim(post);
        proxy.once(Wire.of("BatchGetItem"), Wire.unprocessed(table, post));

        var failure = store.lookup(List.of(post), Duration.ofSeconds(10))
                .toCompletableFuture()
                .join()
                .failure(0);

        assertThat(failure)
                .isNotNull()
                .hasMessageContaining("left items unread")
                .matches(f -> f.isRetryable());
        assertThat(mine.lookup(post)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"500, InternalServerError", "400, AccessDeniedException", "400, ProvisionedThroughputExceededException"
    })
    void readThatFailsShowsNothing(int status, String code) {
        mine.claim(post);
        proxy.always(Wire.of("BatchGetItem"), Wire.error(status, code));

        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(mine.claim(Posts.fresh(150))).containsOnly(CLAIMED);
    }

    /** One that fails for a moment is not worth a word, and must not use up the only one. */
    @Test
    void readsThatAreNotAllowedAreToldOnce() {
        try (var log = LogRecorder.of(DynamoDbClaimStore.class)) {
            proxy.once(Wire.of("BatchGetItem"), Wire.error(500, "InternalServerError"));
            mine.claim(Posts.fresh());
            assertThat(log.warnings()).isEmpty();

            proxy.always(Wire.of("BatchGetItem"), Wire.error(400, "AccessDeniedException"));
            mine.claim(Posts.fresh());
            mine.claim(Posts.fresh());
            assertThat(log.warnings()).singleElement().asString().contains(table, "readFirst does not read");
        }
    }

    @Test
    void readThatIsNotAnsweredLeavesTimeForThePut() {
        var silence = proxy.once(Wire.of("BatchGetItem"), ProxyAction.holdAnswer());

        assertThat(mine.within(Duration.ofSeconds(3)).claim(post)).isEqualTo(CLAIMED);
        silence.release();
    }

    @Test
    void whateverIsConfirmedOnceIsGrantedOnce() {
        List<Fingerprint> posts = Posts.fresh(250);

        assertThat(mine.claim(posts)).containsOnly(CLAIMED);
        assertThat(mine.claim(posts)).as("the same token again").containsOnly(CLAIMED);
        assertThat(mine.other().claim(posts)).containsOnly(DUPLICATE);
    }

    private void readsSee(String state) {
        proxy.once(Wire.of("BatchGetItem"), Wire.shown(table, post, state));
    }

    /** It has no client to close. */
    private DynamoDbClaimStore eventual() {
        return DynamoDbClaimStore.builder()
                .table(table)
                .client(client)
                .readFirst()
                .eventuallyConsistent()
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.Base64;
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
    private static final double EVENTUALLY_CONSISTENT = 0.5;

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
    @CsvSource({"0, 1.10", "100, 1.00", "500, 0.60", "900, 0.20"})
    void costIsThatOfAReadForEachPostAndAWriteForEachNewOne(int duplicates, double shareOfTheUsualPrice) {
        List<Fingerprint> posts = Posts.fresh(1_000);
        if (duplicates > 0) {
            mine.claim(posts.subList(0, duplicates));
        }
        operations.forget();

        assertThat(mine.other().claim(posts)).filteredOn(DUPLICATE::equals).hasSize(duplicates);

        assertThat(operations.count("BatchGetItem")).as("reads of 100 keys").isEqualTo(10);
        assertThat(operations.count("PutItem")).as("writes").isEqualTo(1_000 - duplicates);
        double price = operations.count("PutItem") * WRITE_PRICE + 1_000 * EVENTUALLY_CONSISTENT * READ_PRICE;
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
        readsSee(post, "L");
        assertThat(mine.claim(post)).as("free, and read as leased").isEqualTo(CLAIMED);

        proxy.once(Wire.of("BatchGetItem"), ProxyAction.answerInstead(HttpMessage.answer(200, "{\"Responses\":{}}")));
        assertThat(mine.other().claim(post)).as("confirmed, and read as free").isEqualTo(DUPLICATE);
    }

    /** This is what readFirst takes in exchange for its price, and what its documentation says. */
    @Test
    void oldStateOfAConfirmedClaimIsADuplicateUntilItIsOldNoMore() {
        readsSee(post, "C");
        assertThat(mine.claim(post)).as("forgotten a moment ago").isEqualTo(DUPLICATE);

        assertThat(mine.claim(post)).as("when reads show it").isEqualTo(CLAIMED);
    }

    /** The read would show whoever had the post before, and the call that has it now would take its own claim for a duplicate. */
    @Test
    void claimWhoseAnswerWasLostIsRepeatedWithoutALook() {
        proxy.once(Wire.of("PutItem"), ProxyAction.dropAnswer());
        mine.failureOfClaim(post);
        readsSee(post, "C");
        operations.forget();

        assertThat(mine.claim(post)).isEqualTo(CLAIMED);

        assertThat(operations.names()).containsExactly("PutItem");
        assertThat(mine.claim(Posts.fresh()))
                .as("the next claim under this token")
                .isEqualTo(CLAIMED);
        assertThat(operations.names()).containsExactly("PutItem", "BatchGetItem", "PutItem");
    }

    @Test
    void keysThatWereLeftUnreadAreLeftToThePut() {
        mine.claim(post);
        proxy.once(Wire.of("BatchGetItem"), unprocessed());

        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(operations.count("PutItem")).isEqualTo(2);
    }

    @Test
    void lookupOfKeysThatWereLeftUnreadIsAFailureThatPasses() {
        mine.claim(post);
        proxy.once(Wire.of("BatchGetItem"), unprocessed());

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

    private void readsSee(Fingerprint seen, String state) {
        String item = "{\"Responses\":{\"" + table + "\":[{\"k\":{\"B\":\"" + base64(seen)
                + "\"},\"v\":{\"N\":\"1\"},\"t\":{\"N\":\"77\"},\"s\":{\"S\":\"" + state + "\"}}]}}";
        proxy.once(Wire.of("BatchGetItem"), ProxyAction.answerInstead(HttpMessage.answer(200, item)));
    }

    private ProxyAction unprocessed() {
        String body = "{\"Responses\":{},\"UnprocessedKeys\":{\"" + table + "\":{\"Keys\":[{\"k\":{\"B\":\""
                + base64(post) + "\"}}]}}}";
        return ProxyAction.answerInstead(HttpMessage.answer(200, body));
    }

    private static String base64(Fingerprint seen) {
        return Base64.getEncoder().encodeToString(seen.toBytes());
    }
}

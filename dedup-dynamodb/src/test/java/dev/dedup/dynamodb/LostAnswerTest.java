// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The service applies a write, and the answer is lost on its way: the same token is told CLAIMED. */
class LostAnswerTest {
    private final String table = Local.table();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbClaimStore store =
            Local.builder(table, Local.endpoint(proxy)).build();

    private final Asker mine = new Asker(store);

    static Stream<ProxyAction> lossesOfAnAnswer() {
        return Stream.of(ProxyAction.dropAnswer(), ProxyAction.dropLastByte(), ProxyAction.endAnswer(0));
    }

    @ParameterizedTest
    @MethodSource("lossesOfAnAnswer")
    void claimThatWasAppliedIsTheSameTokens(ProxyAction loss) {
        Fault fault = proxy.once(Wire.of("PutItem"), loss);

        assertThat(mine.within(Duration.ofSeconds(2)).failureOfClaim(post)).returns(true, StoreException::isRetryable);

        assertThat(fault.times()).isEqualTo(1);
        assertThat(stored()).as("what the service has applied").isNotEmpty();
        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(mine.lookup(post)).map(ClaimRecord::token).contains(mine.token());
    }

    /**
     * An answer may end anywhere: then it is none, or what it said before it ended was true. A refusal is known by the code in it:
     * until that was read, nothing was refused.
     */
    @Test
    void answerThatEndsAnywhereIsNeverAWrongOne() {
        mine.claim(post);
        Asker other = mine.other().within(Duration.ofSeconds(5));
        for (int bytes = 0; bytes < 500; bytes += 9) {
            proxy.once(Wire.of("PutItem"), ProxyAction.endAnswer(bytes));
            var claim = other.claim(List.of(post), CONFIRMED, Asker.HOLD);
            assertThat(claim.value(0))
                    .as("claim of another's post, answered with %s bytes", bytes)
                    .isIn(null, DUPLICATE);
            assertThat(Asker.failures(claim)).as("%s bytes", bytes).allMatch(StoreException::isRetryable);
            proxy.once(Wire.of("BatchGetItem"), ProxyAction.endAnswer(bytes));
            var found = store.lookup(List.of(post), Duration.ofSeconds(5))
                    .toCompletableFuture()
                    .join();
            assertThat(found.value(0))
                    .as("lookup, answered with %s bytes", bytes)
                    .isNotEqualTo(Optional.empty());
        }
    }

    @Test
    void leaseThatWasAppliedIsTheSameTokens() {
        loseAnswerTo("PutItem");
        assertThat(mine.claim(List.of(post), LEASED, Asker.HOLD).failure(0)).isNotNull();

        assertThat(mine.lease(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(IN_FLIGHT);
    }

    @Test
    void replayOfALeaseThatWasConfirmedSinceChangesNothing() {
        mine.lease(post);
        mine.confirm(post);
        var confirmed = stored();

        assertThat(mine.lease(post)).isEqualTo(CLAIMED);
        assertThat(stored()).isEqualTo(confirmed);
    }

    @Test
    void answerThatComesTooLateIsNone() {
        Fault delay = proxy.once(Wire.of("PutItem"), ProxyAction.holdAnswer());

        assertThat(mine.within(Duration.ofMillis(300)).failureOfClaim(post))
                .hasMessageContaining("no answer")
                .returns(true, StoreException::isRetryable);

        delay.release();
        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void confirmationThatWasAppliedIsOne() {
        mine.lease(post);
        loseAnswerTo("UpdateItem");
        assertThat(mine.confirm(List.of(post)).failure(0)).isNotNull();

        assertThat(mine.confirm(post)).isTrue();
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void releaseThatWasAppliedHasGivenThePostBack() {
        mine.lease(post);
        loseAnswerTo("DeleteItem");
        assertThat(store.release(List.of(post), mine.token(), Asker.HOLD)
                        .toCompletableFuture()
                        .join()
                        .failure(0))
                .isNotNull();

        assertThat(mine.release(post)).as("a repetition").isFalse();
        assertThat(mine.other().claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void claimThatNeverCameIsFree() {
        proxy.once(Wire.of("PutItem"), ProxyAction.dropRequest());
        mine.failureOfClaim(post);

        assertThat(stored()).isEmpty();
        assertThat(mine.other().claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void deduplicatorAsksAgainAndHasThePost() {
        Fault loss = loseAnswerTo("PutItem");

        assertThat(Retries.claims(store, post)).isTrue();

        assertThat(loss.times()).isEqualTo(1);
        assertThat(Retries.claims(store, post)).isFalse();
    }

    /** With faults of every kind among the answers, each post is granted to one of two askers, and none is lost. */
    @Test
    void noPostIsLostOrGrantedTwice() {
        List<Fingerprint> posts = Posts.fresh(90);
        for (int i = 0; i < posts.size(); i++) {
            proxy.once(Wire.of("PutItem", posts.get(i)), fault(i));
        }

        List<Boolean> first = posts.stream().map(p -> Retries.claims(store, p)).toList();
        List<Boolean> second = posts.stream().map(p -> Retries.claims(store, p)).toList();

        assertThat(first).as("granted at first, of %s", posts.size()).containsOnly(true);
        assertThat(second).as("granted again").containsOnly(false);
    }

    @Test
    void oneLostAnswerOfABatchIsOneUnknownVerdict() {
        List<Fingerprint> posts = Posts.fresh(50);
        proxy.once(Wire.of("PutItem", posts.get(20)), ProxyAction.dropAnswer());

        var answers = mine.claim(posts, CONFIRMED, Asker.HOLD);

        assertThat(IntStream.range(0, 50).filter(i -> answers.failure(i) != null))
                .containsExactly(20);
        assertThat(mine.claim(posts)).as("the batch again").containsOnly(CLAIMED);
        assertThat(mine.other().claim(posts)).containsOnly(DUPLICATE);
    }

    private static ProxyAction fault(int index) {
        return switch (index % 6) {
            case 0 -> ProxyAction.dropAnswer();
            case 1 -> ProxyAction.dropRequest();
            case 2 -> ProxyAction.dropLastByte();
            case 3 -> Wire.error(500, "InternalServerError");
            case 4 -> Wire.error(400, Wire.THROTTLED);
            default -> ProxyAction.endAnswer(10);
        };
    }

    private Fault loseAnswerTo(String operation) {
        return proxy.once(Wire.of(operation), ProxyAction.dropAnswer());
    }

    private Map<String, AttributeValue> stored() {
        return Local.stored(table, ItemLayout.key(post));
    }
}

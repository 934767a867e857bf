// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimRequest.FOREVER;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How long a claim is held, by the server's clock. */
class HoldTest {
    private static final Duration LONGEST = Duration.ofMillis(1L << 62);

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(SERVER);

    private static final ValkeyClaimStore STORE = ValkeyClaimStore.connect(SERVER.uri());

    private final Asker mine = new Asker(STORE);
    private final Fingerprint post = Posts.fresh();

    @AfterAll
    static void close() {
        STORE.close();
    }

    @RepeatedTest(5)
    void claimIsHeldUpToTheVeryInstantOfItsExpiryAndFreeFromIt() {
        hold(Duration.ofMillis(500));
        Instant end = mine.lookup(post).flatMap(ClaimRecord::expiresAt).orElseThrow();

        Instant before = CLOCK.now();
        Verdict verdict = mine.other().claim(post);
        Instant after = CLOCK.now();
        while (verdict == DUPLICATE) {
            assertThat(before).as("a question that found it held").isBefore(end);
            before = CLOCK.now();
            verdict = mine.other().claim(post);
            after = CLOCK.now();
        }

        assertThat(after).as("an answer that found it free").isAfterOrEqualTo(end);
    }

    @RepeatedTest(5)
    void claimIsHeldNoShorterAndNoLongerThanAsked() {
        Duration hold = Duration.ofSeconds(5);
        Instant before = CLOCK.now();
        hold(hold);
        Instant after = CLOCK.now();

        Instant end = mine.lookup(post).flatMap(ClaimRecord::expiresAt).orElseThrow();

        assertThat(end).isBetween(before.plus(hold).minusMillis(1), after.plus(hold));
    }

    @RepeatedTest(5)
    void oneMillisecondIsHeldForUpToTwo() {
        hold(Duration.ofMillis(1));
        Instant end = CLOCK.now().plusMillis(2);
        while (CLOCK.now().isBefore(end)) {
            Thread.onSpinWait();
        }

        assertThat(mine.other().claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void renewalCountsFromNow() {
        hold(Duration.ofMinutes(1));
        Instant before = CLOCK.now();

        assertThat(mine.confirm(post)).isTrue();

        assertThat(mine.lookup(post).flatMap(ClaimRecord::expiresAt).orElseThrow())
                .isBetween(before.plus(Asker.HOLD).minusMillis(1), CLOCK.now().plus(Asker.HOLD));
    }

    @Test
    void foreverHasNoEnd() {
        hold(FOREVER);

        assertThat(mine.lookup(post).orElseThrow().expiresAt()).isEmpty();
        assertThat(SERVER.command(bytes("PTTL"), KeyPrefix.DEFAULT.key(post))).isEqualTo(-1L);
    }

    @Test
    void longestHoldIsTaken() {
        hold(LONGEST);

        assertThat(mine.lookup(post).flatMap(ClaimRecord::expiresAt).orElseThrow())
                .isAfter(Instant.parse("+1000000-01-01T00:00:00Z"));
    }

    @Test
    void longerHoldIsAPermanentFailureThatNamesTheLimit() {
        ClaimRequest request =
                new ClaimRequest(List.of(post), mine.token(), CONFIRMED, LONGEST.plusMillis(1), Duration.ofSeconds(1));

        for (var stage : List.of(STORE.claim(request), STORE.renew(request))) {
            assertThatThrownBy(() -> stage.toCompletableFuture().join())
                    .cause()
                    .hasMessageContaining("a hold of " + request.hold() + " is over the server's limit of " + LONGEST)
                    .hasMessageContaining("for a claim without an end use forever()")
                    .hasFieldOrPropertyWithValue("retryable", false);
        }
        assertThat(mine.lookup(post)).isEmpty();
    }

    @Test
    void confirmedClaimOfOwnTokenIsNotMadeALeaseAgain() {
        hold(Duration.ofMinutes(1));

        assertThat(mine.lease(post)).isEqualTo(CLAIMED);

        assertThat(mine.lookup(post).orElseThrow().state()).isEqualTo(CONFIRMED);
    }

    @Test
    void aClaimOfOwnTokenChangesNoExpiry() {
        hold(Duration.ofMinutes(1));
        var before = mine.lookup(post);

        mine.claim(List.of(post), LEASED, Duration.ofDays(1));

        var after = mine.lookup(post);
        assertThat(after.map(ClaimRecord::state)).isEqualTo(before.map(ClaimRecord::state));
        assertThat(after.flatMap(ClaimRecord::expiresAt)).isEqualTo(before.flatMap(ClaimRecord::expiresAt));
    }

    private void hold(Duration hold) {
        Answers<Verdict> answers = mine.claim(List.of(post), CONFIRMED, hold);
        assertThat(Asker.values(answers)).containsExactly(CLAIMED);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}

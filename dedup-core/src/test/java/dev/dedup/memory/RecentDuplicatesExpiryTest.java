// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When a memory in front of a store forgets. */
class RecentDuplicatesExpiryTest extends RecentDuplicatesTests {
    @Test
    void forgetsASecondAndAThousandthBeforeTheStoreDoes() {
        remember(1);
        clock.advance(HOLD.minusMillis(1_000 + 300).minusMillis(1));
        line.requests();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
        clock.advance(1);
        assertThat(claims.lease(1, 41)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).contains("claim 1");
        clock.advance(1_300);
        assertThat(claims.lease(1, 42)).isEqualTo(CLAIMED);
    }

    @Test
    void remembersNothingThatIsAboutToExpire() {
        elsewhere.claim(1, 10, CONFIRMED, Duration.ofSeconds(1));
        claims.lease(1, 20);
        claims.lease(1, 21);
        line.requests();
        claims.lease(1, 22);
        assertThat(line.requests()).containsExactly("claim 1");
    }

    @Test
    void looksUpShortClaimsNoMoreThanEverySecondTime() {
        elsewhere.claim(1, 10, CONFIRMED, Duration.ofSeconds(1));
        LongStream.range(20, 120).forEach(token -> claims.lease(1, token));
        assertThat(line.requests()).filteredOn("lookup 1"::equals).hasSize(50);
    }

    @Test
    void remembersNothingLongerThanItsAge() {
        elsewhere.claim(1, 10, CONFIRMED, ClaimRequest.FOREVER);
        claims.lease(1, 20);
        claims.lease(1, 21);
        line.requests();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        claims.lease(1, 22);
        assertThat(line.requests()).isEmpty();
        clock.advance(1);
        claims.lease(1, 23);
        assertThat(line.requests()).contains("claim 1");
    }

    @Test
    void judgesByTheStoresClockWhateverItsOwnShows() {
        ManualClock own = new ManualClock(-86_400_000);
        RecentDuplicates skewed =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(skewed, 1);
        clock.advance(HOLD);
        own.advance(HOLD);
        assertThat(new Claims(skewed).lease(1, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void countsATimeLeftFromTheQuestion() {
        elsewhere.claim(1, 10, CONFIRMED, HOLD);
        claims.lease(1, 20);
        ManualClock own = new ManualClock(0);
        WatchedStore slow = new WatchedStore(real);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(slow).clock(own).nanoTime(() -> 0).build();
        slow.beforeLookup(() -> own.advance(Duration.ofMinutes(4)));
        rememberIn(memory, 1);
        own.advance(Duration.ofMinutes(1).minusMillis(1_300).minusMillis(1));
        assertThat(answers(memory.claim(request(keys(1), 40, LEASED, HOLD))).remembered())
                .isEqualTo(1);
        own.advance(1);
        assertThat(answers(memory.claim(request(keys(1), 41, LEASED, HOLD))).remembered())
                .isZero();
    }

    @Test
    void freesInTimeWhatWasClaimedAfterTheStoresClockWasSetForward() {
        ManualClock own = new ManualClock(0);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(memory, 1);
        clock.advance(Duration.ofMinutes(4));
        rememberIn(memory, 2);
        clock.advance(HOLD);
        own.advance(HOLD);
        assertThat(new Claims(memory).lease(2, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsDuringASleepThoughTheClockWasSetBackBefore() {
        ManualClock own = new ManualClock(0);
        RecentDuplicates memory =
                RecentDuplicates.inFrontOf(real).clock(own).nanoTime(() -> 0).build();
        rememberIn(memory, 1);
        own.advance(Duration.ofHours(-1));
        assertThat(new Claims(memory).lease(1, 40)).isEqualTo(DUPLICATE);
        clock.advance(Duration.ofMinutes(30));
        own.advance(Duration.ofMinutes(30));
        assertThat(new Claims(memory).lease(1, 41)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsForgotten() {
        remember(1);
        assertThat(claims.forget(1)).isTrue();
        assertThat(claims.lease(1, 40)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsReleasedByItsToken() {
        remember(1);
        assertThat(claims.release(1, 99)).isFalse();
        line.requests();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(line.requests()).isEmpty();
        assertThat(claims.release(1, 10)).isTrue();
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatIsRenewedForAShorterTime() {
        remember(1);
        assertThat(claims.renew(1, 10, CONFIRMED, Duration.ofSeconds(2))).isTrue();
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        clock.advance(2_000);
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
    }

    @Test
    void forgetsWhatALookupShowsToBeFree() {
        remember(1, 2);
        elsewhere.forget(1);
        assertThat(claims.lease(1, 40)).isEqualTo(DUPLICATE);
        assertThat(answers(store.lookup(List.of(key(2), key(1)), TIME_LEFT)).value(1))
                .isEmpty();
        assertThat(claims.lease(1, 41)).isEqualTo(CLAIMED);
        assertThat(claimAll(42, 2).remembered()).isEqualTo(1);
    }

    @Test
    void forgetsThoughTheStoreDidNotAnswer() {
        remember(1);
        line.breakDown("forget");
        assertThat(store.forget(List.of(key(1)), TIME_LEFT)).isCompletedExceptionally();
        elsewhere.forget(1);
        assertThat(claims.lease(1, 40)).isEqualTo(CLAIMED);
    }
}

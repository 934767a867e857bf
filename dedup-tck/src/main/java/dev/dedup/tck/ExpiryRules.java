// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From when to when a claim is held. */
abstract class ExpiryRules extends OwnerRules {
    @Test
    @Shows(Rule.FIXED_WINDOW)
    void heldUntilTheLastMoment() {
        Verdict verdict = within(hold -> {
            Fingerprint post = heldBy(mine, CONFIRMED, hold);
            passMostOf(hold);
            return store().claim(post, theirs, CONFIRMED, LONG);
        });

        assertThat(verdict)
                .as("another's claim in the last moment before the expiry")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void seenAndRenewableUntilTheLastMoment() {
        List<Boolean> alive = within(hold -> {
            Fingerprint post = heldBy(mine, LEASED, hold);
            passMostOf(hold);
            return List.of(store().lookup(post).isPresent(), store().renew(post, mine, LEASED, LONG));
        });

        assertThat(alive)
                .as("seen by lookup, and renewed by its holder, in the last moment")
                .containsOnly(true);
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void freeFromTheInstantOfExpiry() {
        assertThat(store().claim(expiredOf(mine), theirs, CONFIRMED, LONG))
                .as("another's claim at the expiry")
                .isEqualTo(CLAIMED);
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void invisibleFromTheInstantOfExpiry() {
        Fingerprint post = expiredOf(mine);

        assertThat(store().lookup(post)).as("lookup at the expiry").isEmpty();
        assertThat(store().forget(post)).as("forgetting at the expiry").isFalse();
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void expiredClaimCannotBeRenewed() {
        Fingerprint post = expiredOf(mine);

        assertThat(store().renew(post, mine, CONFIRMED, LONG))
                .as("the holder's confirmation at the expiry")
                .isFalse();
        assertThat(store().lookup(post)).as("lookup after that").isEmpty();
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void expiredClaimCannotBeReleased() {
        assertThat(store().release(expiredOf(mine), mine))
                .as("the holder's release at the expiry")
                .isFalse();
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void takeOverStartsANewWindow() {
        Fingerprint post = expiredOf(mine);
        Instant before = clock().now();
        store().claim(post, theirs, LEASED, LONG);

        ClaimRecord taken = record(post);

        assertThat(taken.token()).as("holder after the take-over").isEqualTo(theirs);
        assertExpiry(taken, before, LONG, "the claim taken over");
        assertThat(store().claim(post, mine, CONFIRMED, LONG))
                .as("the old holder's claim")
                .isEqualTo(IN_FLIGHT);
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void expiryIsTheHoldFromNow() {
        for (Duration hold : List.of(LONG, LONG.plusMillis(1), Duration.ofDays(2), Duration.ofDays(30))) {
            Instant before = clock().now();
            assertExpiry(record(heldBy(mine, CONFIRMED, hold)), before, hold, "a claim held for " + hold);
        }
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void timeLeftIsTheHoldAndFallsWithTheClock() {
        Instant before = clock().now();
        Fingerprint post = heldBy(mine, CONFIRMED, LONG);
        assertThat(timeLeft(post)).as("time left of a claim held for %s", LONG).isBetween(leftSince(before), LONG);

        Duration most = LONG.minus(moment()).plus(clock().tolerance());
        clock().advance(moment());
        assertThat(timeLeft(post)).as("time left %s later", moment()).isBetween(leftSince(before), most);
    }

    private Duration timeLeft(Fingerprint post) {
        return record(post).timeLeft().orElse(Duration.ZERO);
    }

    /** The least that can be left of a long hold that began at an instant or later. */
    private Duration leftSince(Instant begin) {
        return LONG.minus(Duration.between(begin, clock().now()).plus(clock().tolerance()));
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void sightingsDoNotExtend() {
        Window window = within(hold -> {
            Window begun = window(hold);
            passMostOf(hold);
            store().claim(begun.post(), theirs, CONFIRMED, LONG);
            store().claim(begun.post(), mine, CONFIRMED, LONG);
            store().lookup(begun.post());
            return begun;
        });
        lapse(leftUntil(window.end()));

        assertThat(store().lookup(window.post()))
                .as("lookup at the end of the first hold")
                .isEmpty();
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void renewedClaimOutlivesItsFirstHold() {
        Window window = within(hold -> {
            Window begun = window(hold);
            store().renew(begun.post(), mine, CONFIRMED, LONG);
            return begun;
        });
        lapse(leftUntil(window.end()));

        assertThat(store().claim(window.post(), theirs, CONFIRMED, LONG))
                .as("another's claim at the end of the first hold")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void renewalSetsTheExpiry() {
        for (ClaimState state : ClaimState.values()) {
            Fingerprint post = leasedBy(mine);
            clock().advance(moment());
            Instant before = clock().now();
            store().renew(post, mine, state, LONG);

            assertExpiry(record(post), before, LONG, "a lease renewed as " + state);
        }
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void renewalMayShorten() {
        Fingerprint post = confirmedBy(mine);
        store().renew(post, mine, CONFIRMED, moment());
        lapse(moment());

        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another's claim after the shorter hold")
                .isEqualTo(CLAIMED);
    }

    /** A claim of mine and the end of its hold: on a running clock, the last instant at which it can end. */
    private record Window(Fingerprint post, Instant end) {}

    private Window window(Duration hold) {
        Fingerprint post = heldBy(mine, LEASED, hold);
        return new Window(post, clock().now().plus(hold));
    }

    private Duration leftUntil(Instant end) {
        Duration left = Duration.between(clock().now(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    final void assertExpiry(ClaimRecord held, Instant before, Duration hold, String what) {
        Duration slack = clock().tolerance();
        Instants.assertBetween(
                held.expiresAt(),
                before.plus(hold).minus(slack),
                clock().now().plus(hold).plus(slack),
                what);
    }
}

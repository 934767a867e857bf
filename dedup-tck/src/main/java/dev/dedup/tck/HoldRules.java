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
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds from the shortest to those that no number holds. */
abstract class HoldRules extends ExpiryRules {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration CENTURY = Duration.ofDays(36_525);

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void shortestHoldEnds() {
        Fingerprint post = heldBy(mine, LEASED, SHORTEST);
        lapse(SHORTEST);

        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's claim 1 ms later")
                .isEqualTo(CLAIMED);
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void shortestHoldIsAHold() {
        Verdict verdict = within(hold -> {
            Fingerprint post = heldBy(mine, LEASED, clockIsStill() ? SHORTEST : hold);
            return store().claim(post, theirs, LEASED, LONG);
        });

        assertThat(verdict)
                .as("another's claim during the shortest hold that the clock can show")
                .isEqualTo(IN_FLIGHT);
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void longHoldsAreKeptToTheMillisecond() {
        for (Duration hold : List.of(Duration.ofMillis(1L << 31), Duration.ofMillis(1L << 32), CENTURY.plusMillis(1))) {
            Instant before = clock().now();
            Fingerprint post = heldBy(mine, CONFIRMED, hold);

            assertExpiry(record(post), before, hold, "a claim held for " + hold);
            assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                    .as("another's claim")
                    .isEqualTo(DUPLICATE);
        }
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void holdTooLongForTheStoreIsRefusedNotShortened() {
        for (Duration hold : List.of(Duration.ofDays(365_250_000), Duration.ofMillis(Long.MAX_VALUE))) {
            Fingerprint post = Fingerprints.fresh();
            Reply<Verdict> reply = store().tryClaim(List.of(post), mine, CONFIRMED, hold);

            if (reply.failed()) {
                assertThat(reply.failures().get(0).isRetryable())
                        .as("a hold of %s may pass by itself", hold)
                        .isFalse();
                assertThat(store().lookup(post))
                        .as("lookup after the refusal of %s", hold)
                        .isEmpty();
            } else {
                clock().advance(moment());
                assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                        .as("another's claim in %s", hold)
                        .isEqualTo(DUPLICATE);
            }
        }
    }

    @Test
    @Shows(Rule.FIXED_WINDOW)
    void nanosecondsOfTheClockNeitherShortenNorProlong() {
        if (!clockIsStill()) {
            report("not shown: the clock runs by itself, so the kit cannot meet one nanosecond");
            return;
        }
        clock().advance(Duration.ofNanos(999_999));
        Fingerprint post = heldBy(mine, LEASED, moment());
        Instant expiry = record(post).expiresAt().orElseThrow();
        assertThat(expiry).as("expiry of a claim").isEqualTo(expiry.truncatedTo(ChronoUnit.MILLIS));

        clock().advance(Duration.between(clock().now(), expiry).minusNanos(1));
        assertThat(store().lookup(post)).as("lookup 1 ns before the expiry").isPresent();
        clock().advance(Duration.ofNanos(1));
        assertThat(store().lookup(post)).as("lookup at the expiry").isEmpty();
    }
}

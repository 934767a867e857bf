// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Compares instants within what a clock can tell apart. */
final class Instants {
    private Instants() {}

    static void assertClose(ClaimRecord actual, ClaimRecord expected, Duration tolerance, String what) {
        if (expected.expiresAt().isPresent()) {
            Instant expiry = expected.expiresAt().get();
            assertBetween(actual.expiresAt(), expiry.minus(tolerance), expiry.plus(tolerance), what);
        } else {
            assertThat(actual.expiresAt()).as("expiry of %s", what).isEmpty();
        }
    }

    static void assertBetween(Optional<Instant> actual, Instant first, Instant last, String what) {
        assertThat(actual).as("expiry of %s", what).isPresent();
        assertThat(actual.orElseThrow()).as("expiry of %s", what).isBetween(first, last);
    }
}

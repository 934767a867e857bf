// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Outputs and stores of which it is known what is wrong with them. */
class AftermathTest {
    private static final Instant KILL = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant FIRST_LAPSE = KILL.minusSeconds(1);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final List<String> WRITTEN = List.of("one-\n", "two-\n", "three\n", "four-\n");

    /** The last two posts. */
    private static final long LAST_BATCH = "three\nfour-\n".length();

    private final Map<String, Optional<ClaimRecord>> held = new HashMap<>();

    AftermathTest() {
        WRITTEN.forEach(post -> held.put(post, confirmed(KILL.minusSeconds(2))));
    }

    @Test
    void whatIsHeldForGoodIsNotLeft() {
        assertThat(aftermath(Set.of())).isEqualTo(new Aftermath(Set.of(), Set.of()));
    }

    @Test
    void lastBatchMayBeLeasedOrLapsed() {
        held.put("three\n", Optional.empty());
        held.put("four-\n", record(ClaimState.LEASED, KILL.plus(SHORT)));
        assertThat(aftermath(Set.of())).isEqualTo(new Aftermath(Set.of("three\n", "four-\n"), Set.of()));
    }

    /** Its answer had been counted on. */
    @Test
    void earlierBatchMayNot() {
        held.put("one-\n", Optional.empty());
        held.put("two-\n", record(ClaimState.LEASED, KILL.plus(SHORT)));
        assertThat(aftermath(Set.of())).isEqualTo(new Aftermath(Set.of(), Set.of("one-\n", "two-\n")));
    }

    @Test
    void postOfAnEarlierLifeMayNot() {
        held.put("four-\n", Optional.empty());
        assertThat(aftermath(Set.of("one-\n", "four-\n"))).isEqualTo(new Aftermath(Set.of(), Set.of("four-\n")));
    }

    @Test
    void confirmedForAMomentIsNotForGood() {
        held.put("one-\n", record(ClaimState.CONFIRMED, KILL.plus(SHORT)));
        held.put("four-\n", record(ClaimState.CONFIRMED, KILL.plus(SHORT)));
        assertThat(aftermath(Set.of())).isEqualTo(new Aftermath(Set.of("four-\n"), Set.of("one-\n")));
    }

    /** The other run has confirmed them, perhaps before the look; if it was this one, nobody writes them again. */
    @Test
    void confirmedAfterALeaseMayHaveLapsedMayBeTheOthers() {
        held.put("one-\n", confirmed(FIRST_LAPSE.plusMillis(1)));
        held.put("three\n", confirmed(FIRST_LAPSE));
        held.put("four-\n", confirmed(FIRST_LAPSE.plusMillis(1)));
        assertThat(aftermath(Set.of())).isEqualTo(new Aftermath(Set.of("four-\n"), Set.of()));
    }

    private Aftermath aftermath(Set<String> before) {
        return Aftermath.of(WRITTEN, before, LAST_BATCH, held, FIRST_LAPSE);
    }

    private static Optional<ClaimRecord> confirmed(Instant when) {
        return record(ClaimState.CONFIRMED, when.plus(Aftermath.RETENTION));
    }

    private static Optional<ClaimRecord> record(ClaimState state, Instant end) {
        return Optional.of(ClaimRecord.seenAt(KILL, state, ClaimToken.random(), Optional.of(end)));
    }
}

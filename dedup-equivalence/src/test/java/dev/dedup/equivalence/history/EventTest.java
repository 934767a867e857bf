// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.model.Held;
import dev.dedup.equivalence.model.Moment;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single operations: how they are written, and what a look at a claim may show of its end. */
class EventTest {
    private static final ClaimToken TOKEN = new ClaimToken(-7);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void eventIsReadAsItWasWritten() {
        for (Duration hold : new Duration[] {Duration.ofMillis(20), ClaimRequest.FOREVER}) {
            Event event = lookup(hold, shown(Optional.of(LONG)));
            assertThat(Event.of(event.line())).isEqualTo(event);
        }
    }

    /** The claim took place between 0 and 10 ms, the look between 11 and 12; the clock of each may be 2 ms off. */
    @ParameterizedTest
    @CsvSource({"-4, false", "-3, true", "1, true", "16, true", "17, false", "3600000, false"})
    void whatIsLeftIsShown(int passed, boolean isRight) {
        String shown = shown(Optional.of(LONG.minusMillis(passed)));
        assertThat(maySee(LONG, shown)).isEqualTo(isRight);
    }

    @Test
    void foreverIsNoTime() {
        assertThat(maySee(ClaimRequest.FOREVER, shown(Optional.empty()))).isTrue();
        assertThat(maySee(LONG, shown(Optional.empty()))).isFalse();
        assertThat(maySee(ClaimRequest.FOREVER, shown(Optional.of(LONG)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "LEASED by fffffffffffffff9 for PT1H", "CONFIRMED by 0000000000000001 for PT1H"})
    void otherClaimIsNotSeen(String shown) {
        assertThat(maySee(LONG, shown)).isFalse();
    }

    /** Whether a claim for so long may look so. */
    private static boolean maySee(Duration hold, String shown) {
        Moment claimed = new Moment(Instant.EPOCH, Instant.ofEpochMilli(10), Duration.ofMillis(2));
        Held held = new Held(ClaimState.CONFIRMED, TOKEN, claimed.after(hold));
        return lookup(hold, shown)
                .after(Optional.of(held), Long.MIN_VALUE, Long.MAX_VALUE)
                .findAny()
                .isPresent();
    }

    private static String shown(Optional<Duration> left) {
        Optional<Instant> end = left.map(Instant.EPOCH::plus);
        return Event.shown(Optional.of(new ClaimRecord(ClaimState.CONFIRMED, TOKEN, end, left)));
    }

    private static Event lookup(Duration hold, String answer) {
        return new Event(
                0, 0, 0, Event.Operation.LOOKUP, TOKEN, ClaimState.LEASED, hold, 11_000_000, 12_000_000, answer);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.equivalence.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Processes that do not all come to be ready. */
class FleetTest {
    private final List<ChildJvm> started = new ArrayList<>();

    /** Ends at once. */
    static final class Mayfly {
        private Mayfly() {}

        public static void main(String[] arguments) {
            // It has nothing to do.
        }
    }

    @Test
    void nobodyIsLeftWhenOneCannotBeStarted() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Fleet.start(number -> {
                    if (number == 1) {
                        throw new IllegalStateException("no more");
                    }
                    return start(ScraperProcess.class);
                }));
        assertThat(started).hasSize(1).noneMatch(ChildJvm::isAlive);
    }

    @Test
    void nobodyIsLeftWhenOneEndsBeforeItIsReady() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Fleet.start(number -> start(number == 0 ? ScraperProcess.class : Mayfly.class)))
                .withMessageContaining("has ended");
        assertThat(started).hasSize(2).noneMatch(ChildJvm::isAlive);
    }

    @Test
    void readyOnesDoWhatTheScheduleSays() {
        try (Fleet fleet = Fleet.start(number -> start(ScraperProcess.class))) {
            Schedule schedule = fleet.begin(Duration.ofMillis(20), Duration.ofSeconds(1), 1);
            assertThat(fleet.events(schedule))
                    .extracting(Event::post)
                    .isNotEmpty()
                    .allMatch(post -> post < 50 * Schedule.POSTS_PER_TURN);
        }
        assertThat(started).noneMatch(ChildJvm::isAlive);
    }

    private ChildJvm start(Class<?> main) {
        ChildJvm process =
                ChildJvm.start("a process", main, "memory:", Map.of(), List.of("0", "2", "PT10S", Way.PLAIN.name()));
        started.add(process);
        return process;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trials of a store that is right but for one flaw: it must be noticed. */
@Tag("one-jdk")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FlawTest {
    private static final int CUTS = 300;

    private final StoreUnderTest store = StoreKind.VALKEY.shared();
    private final SplittableRandom random = new SplittableRandom(6);

    @ParameterizedTest
    @EnumSource
    void isNoticedByWhoAsksTheStore(Flaw flaw) {
        try (Lane lane = Lane.ofStore(store, Manner.PLAIN, right -> new FlawedStore(flaw, right), random)) {
            assertNoticed(lane);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedByWhoAsksThroughADeduplicator(Flaw flaw) {
        try (Lane lane = Lane.ofDeduplicator(store, Manner.PLAIN, right -> new FlawedStore(flaw, right), random)) {
            assertNoticed(lane);
        }
    }

    private static void assertNoticed(Lane lane) {
        assertThatThrownBy(() -> lane.run(CUTS, 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("In a trial (");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A run's place in a store: one to one, and its own. */
class IsolationTest {
    @Property
    void keepsApartWhatIsApartAndTogetherWhatIsTheSame(
            @ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        Isolation isolation = Isolation.random();
        Fingerprint one = Fingerprint.of(high, low);
        Fingerprint other = Fingerprint.of(otherHigh, otherLow);

        assertThat(isolation.isolated(one)).isEqualTo(isolation.isolated(Fingerprint.of(high, low)));
        assertThat(isolation.isolated(one).equals(isolation.isolated(other))).isEqualTo(one.equals(other));
    }

    @Property(tries = 100)
    void twoRunsDoNotMeet(@ForAll long high, @ForAll long low) {
        Fingerprint fingerprint = Fingerprint.of(high, low);

        assertThat(Isolation.random().isolated(fingerprint))
                .isNotEqualTo(fingerprint)
                .isNotEqualTo(Isolation.random().isolated(fingerprint));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.identity.ReferenceIdentity;
import dev.dedup.identity.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The well-known recipe of two sets, one of raw and one of cleaned messages, against one set of fingerprints. */
class TwoSetsPropertyTest {
    private static final TweetIdentity IDENTITY = TweetIdentity.of("message/case-space-1");

    /** A post is a duplicate if its message, or its message cleaned, was seen before. */
    private static final class TwoSets {
        private final Set<String> raw = new HashSet<>();
        private final Set<String> cleaned = new HashSet<>();

        boolean isDuplicate(String message) {
            String hash = ReferenceIdentity.fingerprint("raw", List.of(message));
            String cleanedHash =
                    ReferenceIdentity.fingerprint("cleaned", List.of(ReferenceIdentity.caseSpace(message)));
            if (raw.contains(hash) || cleaned.contains(cleanedHash)) {
                return true;
            }
            raw.add(hash);
            cleaned.add(cleanedHash);
            return false;
        }
    }

    @Provide
    Arbitrary<List<String>> messages() {
        return Arbitraries.oneOf(Texts.alike(), Texts.any())
                .filter(message -> !ReferenceIdentity.caseSpace(message).isEmpty())
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 2_000)
    void givesTheSameVerdicts(@ForAll("messages") List<String> messages) {
        TwoSets twoSets = new TwoSets();
        Set<Fingerprint> seen = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Tweet tweet = Tweet.of("@user" + i, messages.get(i));
            assertThat(!seen.add(IDENTITY.fingerprint(tweet)))
                    .as("message %d", i)
                    .isEqualTo(twoSets.isDuplicate(tweet.message()));
        }
    }

    @Test
    void blankMessagesAreTheOneDifference() {
        TwoSets twoSets = new TwoSets();
        assertThat(List.of(twoSets.isDuplicate(" "), twoSets.isDuplicate(""))).containsExactly(false, true);
        assertThat(IDENTITY.fingerprint(Tweet.of("@x", " "))).isNotEqualTo(IDENTITY.fingerprint(Tweet.of("@y", "")));
    }
}

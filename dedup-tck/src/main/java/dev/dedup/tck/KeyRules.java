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
import dev.dedup.spi.ClaimToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fingerprints and tokens that a store might shorten, fold or take for something else. */
abstract class KeyRules extends HoldRules {
    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void everyBitOfAFingerprintCounts() {
        Fingerprint post = confirmedBy(mine);

        for (Fingerprint neighbour : Fingerprints.neighboursOf(post)) {
            assertThat(store().claim(neighbour, theirs, CONFIRMED, LONG))
                    .as("claim of %s while %s is held, which differs in one bit", neighbour, post)
                    .isEqualTo(CLAIMED);
        }
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void halvesOfAFingerprintAreNotFolded() {
        Fingerprint post = confirmedBy(mine);
        Fingerprint swapped = Fingerprint.of(post.low(), post.high());
        Fingerprint inverted = Fingerprint.of(~post.high(), ~post.low());

        assertThat(store().claim(swapped, theirs, CONFIRMED, LONG))
                .as("claim of the swapped halves")
                .isEqualTo(CLAIMED);
        assertThat(store().claim(inverted, theirs, CONFIRMED, LONG))
                .as("claim of the inverted bits")
                .isEqualTo(CLAIMED);
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void extremeFingerprintsAreOrdinary() {
        long[] extremes = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE};
        List<Fingerprint> posts = new ArrayList<>();
        for (long high : extremes) {
            LongStream.of(extremes).forEach(low -> posts.add(Fingerprint.of(high, low)));
        }
        store().forget(posts);

        for (Fingerprint post : posts) {
            assertThat(store().claim(post, mine, CONFIRMED, LONG))
                    .as("first claim of %s", post)
                    .isEqualTo(CLAIMED);
            assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                    .as("second claim of %s", post)
                    .isEqualTo(DUPLICATE);
        }
        assertThat(store().forget(posts))
                .as("forgetting of the extreme fingerprints")
                .containsOnly(true);
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void everyBitOfATokenCounts() {
        Fingerprint post = leasedBy(mine);

        for (ClaimToken other : tokensNextTo(mine)) {
            assertThat(store().claim(post, other, LEASED, LONG))
                    .as("claim by %s, held by %s", other, mine)
                    .isEqualTo(IN_FLIGHT);
            assertThat(store().renew(post, other, LEASED, LONG))
                    .as("renewal by %s, held by %s", other, mine)
                    .isFalse();
            assertThat(store().release(post, other))
                    .as("release by %s, held by %s", other, mine)
                    .isFalse();
        }
    }

    @Test
    @Shows(Rule.NOTHING_IS_TRUNCATED)
    void extremeTokensAreOrdinary() {
        for (long value : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1}) {
            ClaimToken token = new ClaimToken(value);
            Fingerprint post = leasedBy(token);

            assertThat(record(post).token()).as("token of the claim").isEqualTo(token);
            assertThat(store().claim(post, token, LEASED, LONG))
                    .as("own claim of %s", token)
                    .isEqualTo(CLAIMED);
            assertThat(store().claim(post, theirs, LEASED, LONG))
                    .as("another's claim, held by %s", token)
                    .isEqualTo(IN_FLIGHT);
            assertThat(store().release(post, token)).as("release by %s", token).isTrue();
        }
    }

    private static List<ClaimToken> tokensNextTo(ClaimToken token) {
        return IntStream.range(0, Long.SIZE)
                .mapToObj(bit -> new ClaimToken(token.value() ^ (1L << bit)))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final int CALLS = 1_000;
    private static final int MOST_BYTES_PER_CALL = 150;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A collector that had to follow every post would cost more than the fingerprint. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Breaking  News", "\u041D\u043E\u0432\u043E\u0441\u0442\u0438 \u03A3\u0391\u03A3 \uD83D\uDE00"})
    void aFingerprintIsNearlyAllThatIsAllocated(String words) {
        TweetIdentity identity = TweetIdentity.of("message/case-space-1");
        Tweet tweet = Tweet.of("@x", words.repeat(2_000).substring(0, 4_000));
        fingerprintAgainAndAgain(identity, tweet);

        long before = threads.getCurrentThreadAllocatedBytes();
        fingerprintAgainAndAgain(identity, tweet);
        long perCall = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;

        assertThat(perCall).isBetween(16L, (long) MOST_BYTES_PER_CALL);
    }

    private static void fingerprintAgainAndAgain(TweetIdentity identity, Tweet tweet) {
        for (int i = 0; i < CALLS; i++) {
            identity.fingerprint(tweet);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a life of a run of {@code dedup filter} left in its output that the store did not hold for good when it was killed.
 *
 * <p>It confirms a batch before it writes the next. So all of that is in its last batch, at the end of what it wrote.
 *
 * @param unconfirmed posts of the last batch: others may write them, too
 * @param strayed posts before the last batch: the store has forgotten them, unless they were written for longer than a lease
 */
record Aftermath(Set<String> unconfirmed, Set<String> strayed) {
    /** A claim for good is held for that long; so it still is, for all but the time of a test. */
    static final Duration RETENTION = Duration.ofDays(2);

    private static final Duration LONGEST_TEST = Duration.ofHours(1);

    /**
     * Looks at an output.
     *
     * @param written the posts in it, in order
     * @param before those that earlier lives wrote
     * @param lastBatch how many bytes a batch has at most
     * @param held what the store holds of each post
     * @param firstLapse when a lease of this life may have lapsed at the earliest: from then on others may have confirmed its last batch
     */
    static Aftermath of(
            List<String> written,
            Set<String> before,
            long lastBatch,
            Map<String, Optional<ClaimRecord>> held,
            Instant firstLapse) {
        Set<String> unconfirmed = new HashSet<>();
        Set<String> strayed = new HashSet<>();
        long bytes = 0;
        for (int i = written.size() - 1; i >= 0; i--) {
            String post = written.get(i);
            bytes += post.length();
            Optional<ClaimRecord> record = Objects.requireNonNull(held.get(post), "what the store holds of a post");
            if (bytes <= lastBatch && !before.contains(post)) {
                if (!isForGood(record) || confirmedAt(record).isAfter(firstLapse)) {
                    unconfirmed.add(post);
                }
            } else if (!isForGood(record)) {
                strayed.add(post);
            }
        }
        return new Aftermath(unconfirmed, strayed);
    }

    /** Says whether a claim is confirmed, for the whole retention. */
    static boolean isForGood(Optional<ClaimRecord> record) {
        return record.filter(claim -> claim.state() == ClaimState.CONFIRMED)
                .flatMap(ClaimRecord::timeLeft)
                .filter(left -> left.compareTo(RETENTION.minus(LONGEST_TEST)) > 0)
                .isPresent();
    }

    private static Instant confirmedAt(Optional<ClaimRecord> record) {
        return record.flatMap(ClaimRecord::expiresAt).orElseThrow().minus(RETENTION);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.tweet.TweetIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims what the output of an earlier run holds, so that the output is the memory of a run without a store that lasts.
 *
 * <p>Records of the output that are no posts stay there and mean nothing. For one thread.
 */
final class Recovery {
    private final TweetIdentity identity;
    private final Deduplicator<Post> dedup;
    private final Tally tally;
    private final List<Post> inFlight = new ArrayList<>();

    Recovery(TweetIdentity identity, Deduplicator<Post> dedup, Tally tally) {
        this.identity = identity;
        this.dedup = dedup;
        this.tally = tally;
    }

    /** Claims the posts among some records of the output. */
    void claim(List<RawRecord> records, PostParser parser) {
        List<Post> posts = ChunkParser.parse(
                        records, parser, (record, tweet) -> Post.of(record, identity.fingerprint(tweet)))
                .posts();
        ClaimBatch<Post> batch = dedup.tryClaimAll(posts);
        tally.addRecovered(posts.size());
        batch.inFlight().forEach(post -> inFlight.add(post.asWritten()));
    }

    /**
     * Returns posts that the output holds but that are still leased, mostly by the run that was killed. Nobody may write them again
     * when the lease lapses.
     */
    List<Post> inFlight() {
        return inFlight;
    }
}

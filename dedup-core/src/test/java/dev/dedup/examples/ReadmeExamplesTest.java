// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.LeaseBatch;
import dev.dedup.Outcome;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tweet.Tweet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples of the README, run. */
class ReadmeExamplesTest {
    private final List<Tweet> page = List.of(
            Tweet.of("@johnd", "Hello world!"), Tweet.of("@jane", "Hello world!"), Tweet.of("@johnd", "Hello world!"));
    private final Sink sink = new Sink();

    @Test
    void claims() {
        // region claim
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(InMemoryClaimStore.create()).build()) {
            for (Tweet tweet : page) {
                if (dedup.tryClaim(tweet)) {
                    sink.write(tweet);
                }
            }
        }
        // endregion
        assertThat(sink.written).isEqualTo(page.subList(0, 2));
    }

    @Test
    void processesOnce() {
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(InMemoryClaimStore.create()).build()) {
            assertThat(page.stream().map(tweet -> process(dedup, tweet)))
                    .containsExactly(Outcome.PROCESSED, Outcome.PROCESSED, Outcome.DUPLICATE);
        }
        assertThat(sink.written).isEqualTo(page.subList(0, 2));
    }

    private Outcome process(Deduplicator<Tweet> dedup, Tweet tweet) {
        // region process-once
        Outcome outcome = dedup.processOnce(tweet, sink::write);
        // endregion
        return outcome;
    }

    @Test
    void processesAPage() {
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(InMemoryClaimStore.create()).build()) {
            // region batch
            try (LeaseBatch<Tweet> batch = dedup.tryLeaseAll(page)) {
                sink.writeAll(batch.claimed());
                batch.confirm();
            }
            // endregion
            assertThat(sink.written).isEqualTo(page.subList(0, 2));
            assertThat(dedup.tryClaimAll(page).duplicates()).isEqualTo(page);
        }
    }

    @Test
    void remembersRecentDuplicates() {
        InMemoryClaimStore store = InMemoryClaimStore.create();
        // region recent
        ClaimStore remembering = RecentDuplicates.inFrontOf(store).build();
        try (Deduplicator<Tweet> dedup = Deduplicator.forTweets(remembering).build()) {
            sink.writeAll(dedup.tryClaimAll(page).claimed());
        }
        // endregion
        assertThat(sink.written).isEqualTo(page.subList(0, 2));
    }

    @Test
    void goesOnWithAnUnknownOutcome() {
        InMemoryClaimStore store = InMemoryClaimStore.builder().maximumClaims(1).build();
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(store).deadline(Duration.ofMillis(50)).build()) {
            assertThat(dedup.tryClaim(page.get(0))).isTrue();
            assertThat(claim(dedup, page.get(1), () -> dedup.forget(page.get(0))))
                    .isTrue();
        }
    }

    private static boolean claim(Deduplicator<Tweet> dedup, Tweet tweet, Runnable repair) {
        // region unknown
        try {
            return dedup.tryClaim(tweet);
        } catch (UnknownOutcomeException e) {
            repair.run();
            return e.retry().isClaimed(0);
        }
        // endregion
    }

    private static final class Sink {
        final List<Tweet> written = new ArrayList<>();

        void write(Tweet tweet) {
            written.add(tweet);
        }

        void writeAll(List<Tweet> tweets) {
            written.addAll(tweets);
        }
    }
}

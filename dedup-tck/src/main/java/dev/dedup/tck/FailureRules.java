// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a store says when it cannot know. */
abstract class FailureRules extends BatchRules {
    private static final Duration PAUSE = Duration.ofMillis(10);

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void closedStoreAnswersNothing() {
        Fingerprint post = confirmedBy(mine);
        store().store().close();

        assertThat(store().failuresOfEveryOperation(List.of(post), theirs))
                .as("failures of a closed store")
                .allSatisfy(this::assertNamesTheStore);
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void closingTwiceHasNoEffect() {
        store().store().close();
        store().store().close();

        assertThat(store().failuresOfEveryOperation(List.of(Fingerprints.fresh()), mine))
                .hasSize(5);
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void closingASharedViewLeavesTheStoreOpen() {
        Fingerprint post = confirmedBy(mine);
        try (ClaimStore view = store().store().shared()) {
            assertThat(probe(view).claim(post, theirs, CONFIRMED, LONG))
                    .as("claim through the view")
                    .isEqualTo(DUPLICATE);
        }

        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("claim after the view was closed")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void brokenConnectionIsNeverAnAnswer() {
        withFaults(faults -> {
            Fingerprint post = confirmedBy(theirs);
            faults.breakConnection();
            try {
                assertThat(store().failuresOfEveryOperation(List.of(post), mine))
                        .as("failures of a broken connection")
                        .allSatisfy(this::assertNamesTheStore)
                        .allMatch(StoreException::isRetryable, "is retryable");
            } finally {
                faults.restore();
            }
        });
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void noAnswerOfABrokenBatchIsGuessed() {
        withFaults(faults -> {
            List<Fingerprint> posts =
                    Fingerprints.fresh(Math.min(5, store().store().maximumBatchSize()));
            store().claim(posts.get(0), theirs, CONFIRMED, LONG);
            faults.breakConnection();
            try {
                assertThat(store().failuresOfEveryOperation(posts, mine)).hasSize(5 * posts.size());
            } finally {
                faults.restore();
            }
        });
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void claimThatFailedIsSettledByItsToken() {
        withFaults(faults -> {
            Fingerprint post = Fingerprints.fresh();
            faults.breakConnection();
            try {
                store().tryClaim(List.of(post), mine, LEASED, LONG).failures();
            } finally {
                faults.restore();
            }

            assertThat(claimWhenAnswered(post, mine, LEASED))
                    .as("the same claim again")
                    .isEqualTo(CLAIMED);
            assertThat(record(post).token()).as("holder").isEqualTo(mine);
        });
    }

    @Test
    @Shows(Rule.ERROR_IS_NO_VERDICT)
    void brokenConnectionLosesNoClaim() {
        withFaults(faults -> {
            Fingerprint post = confirmedBy(mine);
            faults.breakConnection();
            try {
                store().tryClaim(List.of(post), theirs, CONFIRMED, LONG).failures();
            } finally {
                faults.restore();
            }

            assertThat(claimWhenAnswered(post, theirs, CONFIRMED))
                    .as("another's claim later")
                    .isEqualTo(DUPLICATE);
        });
    }

    /** Asks again as long as the store has yet to find out which of its connections are dead, as a pool does when it uses them. */
    private Verdict claimWhenAnswered(Fingerprint post, ClaimToken token, ClaimState state) {
        long start = System.nanoTime();
        Reply<Verdict> reply = store().tryClaim(List.of(post), token, state, LONG);
        while (reply.failed()
                && reply.failures().get(0).isRetryable()
                && System.nanoTime() - start < patience().toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            reply = store().tryClaim(List.of(post), token, state, LONG);
        }
        return reply.values().get(0);
    }

    private void withFaults(Consumer<StoreFaults> test) {
        Optional<StoreFaults> faults = faults(store().store());
        faults.ifPresentOrElse(test, () -> report("not shown: override faults(…) to have the store cut off"));
    }

    private void assertNamesTheStore(StoreException failure) {
        assertThat(failure.store())
                .as("store named by '%s'", failure.getMessage())
                .isEqualTo(storeName());
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Stores that read an error as an answer, or give no proper answer at all. */
final class BrokenFailures {
    private BrokenFailures() {}

    /** Whatever goes wrong with an insert is taken for a conflict: the post is lost. */
    static final class ErrorReadAsDuplicate extends ReferenceStore {
        ErrorReadAsDuplicate(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            return super.claim(request).thenApply(answers -> Guesses.from(0, answers, Verdict.DUPLICATE));
        }
    }

    /** When a batch fails, its first fingerprint carries the error, and the rest are guessed. */
    static final class GuessesFailedBatches extends ReferenceStore {
        GuessesFailedBatches(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            return super.claim(request).thenApply(answers -> Guesses.from(1, answers, Verdict.CLAIMED));
        }
    }

    /** A release that cannot reach the server says that there was nothing to release. */
    static final class ErrorReadAsNotHeld extends ReferenceStore {
        ErrorReadAsNotHeld(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Boolean>> release(List<Fingerprint> posts, ClaimToken token, Duration timeLeft) {
            return super.release(posts, token, timeLeft).thenApply(answers -> Guesses.from(0, answers, false));
        }
    }

    /** A lookup that cannot reach the server finds nothing. */
    static final class ErrorReadAsFree extends ReferenceStore {
        ErrorReadAsFree(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
            return super.lookup(posts, timeLeft).thenApply(answers -> Guesses.from(0, answers, Optional.empty()));
        }
    }

    /** A closed store says that everybody else has everything. */
    static final class AnswersDuplicateWhenClosed extends ReferenceStore {
        AnswersDuplicateWhenClosed(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            int size = request.fingerprints().size();
            return super.claim(request)
                    .exceptionally(closed -> Answers.of(Collections.nCopies(size, Verdict.DUPLICATE)));
        }
    }

    /** Closing works like a switch. */
    static final class ReopensWhenClosedTwice extends ReferenceStore {
        ReopensWhenClosedTwice(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private boolean open = true;

        @Override
        public void close() {
            open = !open;
        }

        @Override
        protected boolean isClosed() {
            return !open;
        }
    }

    /** The shared form is the store itself. */
    static final class ClosesWithItsView extends ReferenceStore {
        ClosesWithItsView(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public ClaimStore shared() {
            return this;
        }
    }

    /** The failure is thrown at the caller, past whoever waits for the stage. */
    static final class ThrowsWhenClosed extends ReferenceStore {
        ThrowsWhenClosed(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            if (isClosed()) {
                throw StoreException.permanent(name(), operation, "the store is closed", null);
            }
            return super.answer(operation, posts, question);
        }
    }

    /** An exception comes out that does not say whether a retry may help. */
    static final class FailsWithAnyException extends ReferenceStore {
        FailsWithAnyException(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return isClosed()
                    ? CompletableFuture.failedFuture(new IllegalStateException("closed"))
                    : super.answer(operation, posts, question);
        }
    }

    /** A failure names the client library instead of the store. */
    static final class NamesItsClient extends ReferenceStore {
        NamesItsClient(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return isClosed()
                    ? CompletableFuture.failedFuture(StoreException.permanent("client", operation, "closed", null))
                    : super.answer(operation, posts, question);
        }
    }

    /** A lost connection is reported as a failure that no retry mends. */
    static final class GivesUpForGood extends ReferenceStore {
        GivesUpForGood(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            return super.claim(request)
                    .thenApply(answers -> Guesses.failures(
                            answers, StoreException.permanent(name(), "claim", "no connection", null)));
        }
    }

    /** A new connection begins with an empty session. */
    static final class ForgetsOnReconnect extends ReferenceStore {
        ForgetsOnReconnect(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private boolean lost;

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            boolean reconnected = lost;
            CompletionStage<Answers<V>> stage = super.answer(operation, posts, (claims, post) -> {
                if (reconnected) {
                    claims.clear();
                }
                return question.apply(claims, post);
            });
            lost = stage.toCompletableFuture().getNow(Answers.of(List.of())).failure(0) != null;
            return stage;
        }
    }

    /** The client repeats a lost claim when it is connected again, and draws another token for it. */
    static final class ReplaysUnderANewToken extends ReferenceStore {
        ReplaysUnderANewToken(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Set<Fingerprint> unanswered = new HashSet<>();

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            if (unanswered.remove(post)) {
                claims.put(post, new Held(request.state(), ClaimToken.random(), expiry(request)));
            }
            return super.claimOne(claims, post, request);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            Answers<Verdict> answers =
                    super.claim(request).toCompletableFuture().getNow(Answers.of(List.of()));
            for (int i = 0; i < answers.size(); i++) {
                if (answers.failure(i) != null) {
                    unanswered.add(request.fingerprints().get(i));
                }
            }
            return isClosed() ? super.claim(request) : CompletableFuture.completedFuture(answers);
        }
    }

    /** The stage of a batch of more than a thousand never completes. */
    static final class HangsOnLargeBatches extends ReferenceStore {
        HangsOnLargeBatches(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return posts.size() > 1_000 ? new CompletableFuture<>() : super.answer(operation, posts, question);
        }
    }
}

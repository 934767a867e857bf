// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Stores that treat many fingerprints otherwise than one. */
final class BrokenBatches {
    private BrokenBatches() {}

    /** The batch is sorted against deadlocks, and the answers come back in that order. */
    static final class SortsItsAnswers extends ReferenceStore {
        SortsItsAnswers(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            List<Fingerprint> sorted = new ArrayList<>(posts);
            sorted.sort(Comparator.comparing(Fingerprint::toString));
            return super.answer(operation, sorted, question);
        }
    }

    /** A batch is written without conditions, as some batch interfaces do. */
    static final class BlindBatchWrite extends ReferenceStore {
        BlindBatchWrite(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            if (request.fingerprints().size() == 1) {
                return super.claim(request);
            }
            return answer("claim", request.fingerprints(), (claims, post) -> {
                claims.put(post, new Held(request.state(), request.token(), expiry(request)));
                return Verdict.CLAIMED;
            });
        }
    }

    /** A single claim compares its token; a batch does not. */
    static final class ReplayedBatchIsDuplicate extends ReferenceStore {
        ReplayedBatchIsDuplicate(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            if (request.fingerprints().size() == 1) {
                return super.claim(request);
            }
            return answer("claim", request.fingerprints(), (claims, post) -> {
                Held held = live(claims, post);
                return held == null ? claimOne(claims, post, request) : conflict(held);
            });
        }
    }

    /** A batch is answered up to its thousandth fingerprint. */
    static final class DropsTheRest extends ReferenceStore {
        DropsTheRest(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return super.answer(operation, posts.subList(0, Math.min(1_000, posts.size())), question);
        }
    }

    /** A batch in which one fingerprint is taken claims none. */
    static final class AllOrNothing extends ReferenceStore {
        /** Enough to find a batch with one that is taken, and quick on batches of ten thousand. */
        private static final int FEW = 50;

        AllOrNothing(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            return answer("claim", request.fingerprints(), (claims, post) -> {
                boolean taken = request.fingerprints().stream()
                        .limit(FEW)
                        .map(each -> live(claims, each))
                        .anyMatch(held -> held != null && !isOwned(held, request.token()));
                boolean batch = request.fingerprints().size() > 1;
                return taken && batch ? Verdict.DUPLICATE : claimOne(claims, post, request);
            });
        }
    }
}

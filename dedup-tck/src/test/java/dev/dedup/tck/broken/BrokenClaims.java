// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores that answer a claim wrongly. */
final class BrokenClaims {
    private BrokenClaims() {}

    /** The retry of a claim whose answer was lost is told that somebody else has it: the post is lost. */
    static final class ForgetsItsToken extends ReferenceStore {
        ForgetsItsToken(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held held = live(claims, post);
            return held == null ? super.claimOne(claims, post, request) : conflict(held);
        }
    }

    /** A replayed claim writes its state over what the claim has become since. */
    static final class ReplayOverwrites extends ReferenceStore {
        ReplayOverwrites(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Verdict verdict = super.claimOne(claims, post, request);
            if (verdict == Verdict.CLAIMED) {
                claims.computeIfPresent(
                        post, (same, held) -> new Held(request.state(), held.token(), held.expiresAt()));
            }
            return verdict;
        }
    }

    /** A replayed claim starts its window again. */
    static final class ReplayExtends extends ReferenceStore {
        ReplayExtends(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Verdict verdict = super.claimOne(claims, post, request);
            if (verdict == Verdict.CLAIMED) {
                claims.computeIfPresent(post, (same, held) -> new Held(held.state(), held.token(), expiry(request)));
            }
            return verdict;
        }
    }

    /** Every claim overwrites the one before. */
    static final class EverybodyWins extends ReferenceStore {
        EverybodyWins(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            claims.put(post, new Held(request.state(), request.token(), expiry(request)));
            return Verdict.CLAIMED;
        }
    }

    /** A rejected claim leaves its mark all the same. */
    static final class LoserOverwrites extends ReferenceStore {
        LoserOverwrites(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Verdict verdict = super.claimOne(claims, post, request);
            claims.put(post, new Held(request.state(), request.token(), expiry(request)));
            return verdict;
        }
    }

    /** Somebody is still at work, and the store says that it is done: if they die, the post is lost. */
    static final class LeaseReportedAsDone extends ReferenceStore {
        LeaseReportedAsDone(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict conflict(Held held) {
            return Verdict.DUPLICATE;
        }
    }

    /** The work is done, and the store says to ask again later. */
    static final class DoneReportedAsLease extends ReferenceStore {
        DoneReportedAsLease(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict conflict(Held held) {
            return Verdict.IN_FLIGHT;
        }
    }

    /** The verdict follows what is asked for instead of what is held. */
    static final class ConflictByRequest extends ReferenceStore {
        ConflictByRequest(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Verdict verdict = super.claimOne(claims, post, request);
            Verdict conflict = request.state() == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
            return verdict == Verdict.CLAIMED ? verdict : conflict;
        }
    }

    /** What the store will not say it answers with UNKNOWN, which is no answer. */
    static final class UnknownAsVerdict extends ReferenceStore {
        UnknownAsVerdict(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict conflict(Held held) {
            return Verdict.UNKNOWN;
        }
    }

    /** Lookup does not know who holds a claim, and makes somebody up. */
    static final class LookupInventsTheToken extends ReferenceStore {
        LookupInventsTheToken(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
            return answer(
                    "lookup",
                    posts,
                    (claims, post) -> Optional.ofNullable(live(claims, post))
                            .map(held -> new Held(held.state(), new ClaimToken(42), held.expiresAt())
                                    .seenAt(clock.instant())));
        }
    }

    /** Lookup finds a claim wherever it looks. */
    static final class LookupSeesGhosts extends ReferenceStore {
        LookupSeesGhosts(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
            ClaimRecord ghost =
                    new ClaimRecord(ClaimState.CONFIRMED, new ClaimToken(42), Optional.empty(), Optional.empty());
            return answer("lookup", posts, (claims, post) -> Optional.of(ghost));
        }
    }
}

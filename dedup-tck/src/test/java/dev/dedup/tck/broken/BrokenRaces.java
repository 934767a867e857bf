// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Stores that look first and act later; a rendezvous between the two makes the race certain. */
final class BrokenRaces {
    private BrokenRaces() {}

    /** Two workers find the same post free, and both claim it. */
    static final class ClaimChecksThenActs extends ReferenceStore {
        ClaimChecksThenActs(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Rendezvous found = new Rendezvous(server);
        private final Rendezvous claimed = new Rendezvous(server);

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            if (live(claims, post) != null) {
                return super.claimOne(claims, post, request);
            }
            found.meet(post);
            claims.put(post, new Held(request.state(), request.token(), expiry(request)));
            claimed.meet(post);
            return Verdict.CLAIMED;
        }
    }

    /** Two workers find the same lease lapsed, and both take it over. */
    static final class TakeOverChecksThenActs extends ReferenceStore {
        TakeOverChecksThenActs(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Rendezvous found = new Rendezvous(server);

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            if (!claims.containsKey(post) || live(claims, post) != null) {
                return super.claimOne(claims, post, request);
            }
            found.meet(post);
            claims.put(post, new Held(request.state(), request.token(), expiry(request)));
            return Verdict.CLAIMED;
        }
    }

    /** An insert that loses a race is taken for a conflict without a look at the token that won. */
    static final class ReplayLosesToItself extends ReferenceStore {
        ReplayLosesToItself(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Rendezvous found = new Rendezvous(server);

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            boolean free = live(claims, post) == null;
            if (free) {
                found.meet(post);
            }
            Held winner = live(claims, post);
            return free && winner != null ? conflict(winner) : super.claimOne(claims, post, request);
        }
    }

    /** Two releases find the claim and both say that they removed it. */
    static final class ReleaseChecksThenActs extends ReferenceStore {
        ReleaseChecksThenActs(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Rendezvous found = new Rendezvous(server);

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            Held held = live(claims, post);
            if (held == null || !isOwned(held, token)) {
                return false;
            }
            found.meet(post);
            claims.remove(post);
            return true;
        }
    }

    /** Two forgettings find the claim and both say that they removed it. */
    static final class ForgetChecksThenActs extends ReferenceStore {
        ForgetChecksThenActs(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Rendezvous found = new Rendezvous(server);

        @Override
        protected boolean forgetOne(Map<Fingerprint, Held> claims, Fingerprint post) {
            if (live(claims, post) == null) {
                return false;
            }
            found.meet(post);
            claims.remove(post);
            return true;
        }
    }

    /** A batch locks its fingerprints one after the other: two batches in opposite orders wait for ever. */
    static final class LocksInRequestOrder extends ReferenceStore {
        LocksInRequestOrder(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Map<Fingerprint, Lock> locks = new ConcurrentHashMap<>();
        private final CountDownLatch twoBatchesBegun = new CountDownLatch(2);
        private final Thread opener = Thread.currentThread();

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            List<Lock> taken = new ArrayList<>();
            try {
                for (Fingerprint post : request.fingerprints()) {
                    Lock lock = locks.computeIfAbsent(post, same -> new ReentrantLock());
                    lock.lockInterruptibly();
                    taken.add(lock);
                    waitForAnotherBatch(request);
                }
                return super.claim(request);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return CompletableFuture.failedFuture(
                        StoreException.retryable(name(), "claim", "interrupted", interrupted));
            } finally {
                taken.forEach(Lock::unlock);
            }
        }

        private void waitForAnotherBatch(ClaimRequest request) throws InterruptedException {
            if (request.fingerprints().size() > 1 && Thread.currentThread() != opener) {
                twoBatchesBegun.countDown();
                twoBatchesBegun.await();
            }
        }
    }
}

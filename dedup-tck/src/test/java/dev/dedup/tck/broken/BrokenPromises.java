// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Stores that declare what is not so. */
final class BrokenPromises {
    private BrokenPromises() {}

    /** Guarantees without reasons. */
    static final class GivesNoReasons extends ReferenceStore {
        GivesNoReasons(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public StoreGuarantees guarantees() {
            StoreGuarantees.Builder guarantees = StoreGuarantees.builder(Clock.INJECTED);
            for (Guarantee guarantee : Guarantee.values()) {
                guarantees.excludes(guarantee, "");
            }
            return guarantees.build();
        }
    }

    /** A store whose failures would name nobody. */
    static final class HasNoName extends ReferenceStore {
        HasNoName(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public String name() {
            return " ";
        }
    }

    /** Declared to block, but complete only when somebody waits for it. */
    static final class OnlyLooksBlocking extends ReferenceStore {
        OnlyLooksBlocking(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> posts, Duration timeLeft) {
            return new CompletableFuture<Answers<Boolean>>() {
                @Override
                public Answers<Boolean> get(long timeout, TimeUnit unit)
                        throws InterruptedException, ExecutionException {
                    return OnlyLooksBlocking.super
                            .forget(posts, timeLeft)
                            .toCompletableFuture()
                            .get();
                }
            };
        }
    }

    /** Forever is promised, and ends in a hundred years. */
    static final class ForeverIsACentury extends ReferenceStore {
        ForeverIsACentury(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            return request.isForever()
                    ? Optional.of(clock.instant().plus(Duration.ofDays(36_525)))
                    : super.expiry(request);
        }
    }

    /** Claims are held forever although the store says that it cannot. */
    static final class HoldsForeverUndeclared extends ReferenceStore {
        HoldsForeverUndeclared(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public StoreGuarantees guarantees() {
            StoreGuarantees.Builder guarantees = StoreGuarantees.builder(Clock.INJECTED);
            for (Guarantee guarantee : Guarantee.values()) {
                guarantees.excludes(guarantee, "whatever holds a claim may end");
            }
            return guarantees.build();
        }
    }

    /** The oldest claims make room for new ones, and nobody is told. */
    static final class Evicts extends ReferenceStore {
        Evicts(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Deque<Fingerprint> order = new ArrayDeque<>();

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            order.addLast(post);
            if (claims.size() >= 15_000) {
                claims.remove(order.removeFirst());
            }
            return super.claimOne(claims, post, request);
        }
    }

    /** The clean-up counts in the wrong unit, and removes what will expire within the minute. */
    static final class PurgesLiveClaims extends ReferenceStore {
        PurgesLiveClaims(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Instant soon = clock.instant().plusSeconds(60);
            claims.computeIfPresent(post, (same, held) -> isLive(held, soon) ? held : null);
            return super.claimOne(claims, post, request);
        }
    }

    /** Closing the store clears the server. */
    static final class ClaimsDieWithTheStore extends ReferenceStore {
        ClaimsDieWithTheStore(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public void close() {
            answer("close", List.of(Fingerprint.of(0, 0)), (claims, post) -> {
                claims.clear();
                return true;
            });
            super.close();
        }
    }

    /** Claims are held by the store object and not by the server: two processes both win. */
    static final class KeepsToItself extends ReferenceStore {
        KeepsToItself(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        private final Map<Fingerprint, Held> own = new HashMap<>();

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return super.answer(operation, posts, (claims, post) -> question.apply(own, post));
        }
    }
}

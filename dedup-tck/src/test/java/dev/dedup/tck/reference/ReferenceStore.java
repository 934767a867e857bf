// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A correct store. The methods that answer for one fingerprint are open, so that a test can break one of them. */
public class ReferenceStore implements ClaimStore {
    private static final Duration LONGEST_HOLD = Duration.ofDays(365_250);

    protected final ReferenceServer server;
    protected final InstantSource clock;
    private volatile boolean closed;

    public ReferenceStore(ReferenceServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    // region operations
    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return answer("claim", request.fingerprints(), (claims, post) -> claimOne(claims, post, request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return answer("renew", request.fingerprints(), (claims, post) -> renewOne(claims, post, request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> posts, ClaimToken token, Duration timeLeft) {
        return answer("release", posts, (claims, post) -> releaseOne(claims, post, token));
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
        return answer("lookup", posts, this::lookupOne);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> posts, Duration timeLeft) {
        return answer("forget", posts, this::forgetOne);
    }
    // endregion

    // region claim
    protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
        Held held = live(claims, post);
        if (held == null) {
            claims.put(post, new Held(request.state(), request.token(), expiry(request)));
            return Verdict.CLAIMED;
        }
        return isOwned(held, request.token()) ? Verdict.CLAIMED : conflict(held);
    }

    protected Verdict conflict(Held held) {
        return held.state() == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }
    // endregion

    // region owner
    protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
        Held held = live(claims, post);
        if (held == null || !isOwned(held, request.token())) {
            return false;
        }
        if (!isDowngrade(held, request)) {
            claims.put(post, new Held(request.state(), held.token(), expiry(request)));
        }
        return true;
    }

    protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
        Held held = live(claims, post);
        return held != null && isOwned(held, token) && claims.remove(post, held);
    }
    // endregion

    protected boolean forgetOne(Map<Fingerprint, Held> claims, Fingerprint post) {
        Held held = live(claims, post);
        return held != null && claims.remove(post, held);
    }

    // region lookup
    protected Optional<ClaimRecord> lookupOne(Map<Fingerprint, Held> claims, Fingerprint post) {
        return Optional.ofNullable(live(claims, post)).map(held -> held.seenAt(clock.instant()));
    }
    // endregion

    // region expiry
    protected @Nullable Held live(Map<Fingerprint, Held> claims, Fingerprint post) {
        Held held = claims.get(post);
        return held != null && isLive(held, clock.instant()) ? held : null;
    }

    protected boolean isLive(Held held, Instant now) {
        return held.expiresAt().map(now::isBefore).orElse(true);
    }

    protected Optional<Instant> expiry(ClaimRequest request) {
        if (request.isForever()) {
            return Optional.empty();
        }
        if (request.hold().compareTo(LONGEST_HOLD) > 0) {
            throw StoreException.permanent(
                    name(), "claim", "a hold of " + request.hold() + " is over the limit of " + LONGEST_HOLD, null);
        }
        return Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(request.hold()));
    }
    // endregion

    protected boolean isOwned(Held held, ClaimToken token) {
        return held.token().equals(token);
    }

    protected boolean isDowngrade(Held held, ClaimRequest request) {
        return held.state() == ClaimState.CONFIRMED && request.state() == ClaimState.LEASED;
    }

    // region failures
    protected <V> CompletionStage<Answers<V>> answer(
            String operation, List<Fingerprint> posts, BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
        if (isClosed()) {
            return CompletableFuture.failedFuture(
                    StoreException.permanent(name(), operation, "the store is closed; open a new one", null));
        }
        Answers.Builder<V> answers = Answers.builder(posts.size());
        for (int i = 0; i < posts.size(); i++) {
            Fingerprint post = posts.get(i);
            try {
                answers.value(i, server.ask(claims -> question.apply(claims, post)));
            } catch (ConnectException lost) {
                answers.failure(i, StoreException.retryable(name(), operation, "the server cannot be reached", lost));
            } catch (StoreException refused) {
                answers.failure(i, refused);
            }
        }
        return CompletableFuture.completedFuture(answers.build(name(), operation));
    }
    // endregion

    // region guarantees
    @Override
    public StoreGuarantees guarantees() {
        return StoreGuarantees.builder(Clock.INJECTED)
                .promises(Guarantee.SURVIVES_RESTART, "the server keeps the claims, not the store")
                .excludes(Guarantee.SURVIVES_FAILOVER, "there is one server and no replica")
                .promises(Guarantee.NEVER_EVICTS, "a claim leaves the map by release, forgetting or take-over only")
                .excludes(Guarantee.JOINS_TRANSACTION, "the server has no transactions")
                .promises(Guarantee.HOLDS_FOREVER, "a claim may have no expiry")
                .build();
    }
    // endregion

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int maximumBatchSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    protected boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}

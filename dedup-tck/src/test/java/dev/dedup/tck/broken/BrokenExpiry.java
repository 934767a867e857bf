// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Stores that begin or end a window at the wrong time. */
final class BrokenExpiry {
    private BrokenExpiry() {}

    /** Inclusive by one: held while now <= expiresAt. */
    static final class HeldAtItsExpiry extends ReferenceStore {
        HeldAtItsExpiry(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isLive(Held held, Instant now) {
            return held.expiresAt().map(end -> !now.isAfter(end)).orElse(true);
        }
    }

    /** Free a millisecond before the expiry. */
    static final class FreeTooEarly extends ReferenceStore {
        FreeTooEarly(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isLive(Held held, Instant now) {
            return super.isLive(held, now.plusMillis(1));
        }
    }

    /** The clock is rounded up to the next millisecond before it is compared. */
    static final class RoundsTheClock extends ReferenceStore {
        RoundsTheClock(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isLive(Held held, Instant now) {
            return super.isLive(held, now.plusNanos(999_999));
        }
    }

    /** Expiry is kept in seconds, as some time-to-live attributes are. */
    static final class WholeSeconds extends ReferenceStore {
        WholeSeconds(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            return super.expiry(request).map(end -> Instant.ofEpochSecond(end.getEpochSecond()));
        }
    }

    /** A claim stays until the store's own clean-up comes by, a minute after its expiry. */
    static final class WaitsForTheCollector extends ReferenceStore {
        WaitsForTheCollector(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isLive(Held held, Instant now) {
            return super.isLive(held, now.minusSeconds(60));
        }
    }

    /** Every sighting starts the window again: a post seen every day never leaves. */
    static final class SlidingWindow extends ReferenceStore {
        SlidingWindow(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held held = live(claims, post);
            if (held != null && !isOwned(held, request.token())) {
                claims.put(post, new Held(held.state(), held.token(), expiry(request)));
            }
            return super.claimOne(claims, post, request);
        }
    }

    /** A lease that has lapsed is renewed, as long as nobody has taken it over. */
    static final class RenewsTheExpired extends ReferenceStore {
        RenewsTheExpired(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held held = claims.get(post);
            if (held == null || !isOwned(held, request.token()) || isDowngrade(held, request)) {
                return super.renewOne(claims, post, request);
            }
            claims.put(post, new Held(request.state(), held.token(), expiry(request)));
            return true;
        }
    }

    /** The release of a lease that has lapsed says that it was still held. */
    static final class ReleasesTheExpired extends ReferenceStore {
        ReleasesTheExpired(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean releaseOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimToken token) {
            Held held = claims.get(post);
            return held != null && isOwned(held, token) && claims.remove(post, held);
        }
    }

    /** Lookup shows what the clean-up has not removed yet. */
    static final class ShowsTheExpired extends ReferenceStore {
        ShowsTheExpired(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
            return answer(
                    "lookup",
                    posts,
                    (claims, post) -> Optional.ofNullable(claims.get(post)).map(held -> held.seenAt(clock.instant())));
        }
    }

    /** Lookup says what was left when the claim was made. */
    static final class TimeLeftStandsStill extends ReferenceStore {
        private final Map<Fingerprint, Instant> claimed = new HashMap<>();

        TimeLeftStandsStill(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            claimed.putIfAbsent(post, clock.instant());
            return super.claimOne(claims, post, request);
        }

        @Override
        protected Optional<ClaimRecord> lookupOne(Map<Fingerprint, Held> claims, Fingerprint post) {
            return Optional.ofNullable(live(claims, post))
                    .map(held -> held.seenAt(claimed.getOrDefault(post, clock.instant())));
        }
    }

    /** Lookup measures what is left by a clock that is a second behind. */
    static final class TimeLeftByAnotherClock extends ReferenceStore {
        TimeLeftByAnotherClock(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<ClaimRecord> lookupOne(Map<Fingerprint, Held> claims, Fingerprint post) {
            return Optional.ofNullable(live(claims, post))
                    .map(held -> held.seenAt(clock.instant().minusSeconds(1)));
        }
    }

    /** A take-over changes the token and leaves the old expiry. */
    static final class TakesOverInTheOldWindow extends ReferenceStore {
        TakesOverInTheOldWindow(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held old = claims.get(post);
            Verdict verdict = super.claimOne(claims, post, request);
            if (verdict == Verdict.CLAIMED && old != null) {
                claims.put(post, new Held(request.state(), request.token(), old.expiresAt()));
            }
            return verdict;
        }
    }

    /** A renewal sets the state and leaves the expiry. */
    static final class RenewalLeavesTheExpiry extends ReferenceStore {
        RenewalLeavesTheExpiry(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held before = live(claims, post);
            boolean owned = super.renewOne(claims, post, request);
            if (owned && before != null) {
                claims.computeIfPresent(post, (same, held) -> new Held(held.state(), held.token(), before.expiresAt()));
            }
            return owned;
        }
    }

    /** A renewal never shortens. */
    static final class RenewalOnlyExtends extends ReferenceStore {
        RenewalOnlyExtends(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean renewOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            Held before = live(claims, post);
            boolean owned = super.renewOne(claims, post, request);
            claims.computeIfPresent(
                    post, (same, held) -> owned && before != null && isShorter(held, before) ? before : held);
            return owned;
        }

        private static boolean isShorter(Held renewed, Held before) {
            Instant end = renewed.expiresAt().orElse(Instant.MAX);
            return end.isBefore(before.expiresAt().orElse(Instant.MAX));
        }
    }

    /** A hold is cut to the low 32 bits of its milliseconds. */
    static final class HoldsIn32Bits extends ReferenceStore {
        HoldsIn32Bits(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            long millis = request.hold().equals(ClaimRequest.FOREVER)
                    ? 0
                    : request.hold().toMillis();
            return millis < 1L << 32
                    ? super.expiry(request)
                    : Optional.of(clock.instant().plusMillis(millis & 0xFFFF_FFFFL));
        }
    }

    /** A hold that no number holds wraps around into the past. */
    static final class HoldOverflows extends ReferenceStore {
        HoldOverflows(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            return request.isForever()
                    ? super.expiry(request)
                    : Optional.of(
                            Instant.ofEpochMilli(clock.millis() + request.hold().toMillis()));
        }
    }

    /** A hold of a millisecond is rounded down to nothing. */
    static final class ShortestHoldIsNone extends ReferenceStore {
        ShortestHoldIsNone(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            return request.hold().equals(Duration.ofMillis(1)) ? Optional.of(clock.instant()) : super.expiry(request);
        }
    }

    /** A hold under a second is rounded up to one. */
    static final class ShortestHoldIsASecond extends ReferenceStore {
        ShortestHoldIsASecond(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Optional<Instant> expiry(ClaimRequest request) {
            boolean brief = request.hold().compareTo(Duration.ofSeconds(1)) < 0;
            return brief ? Optional.of(clock.instant().plusSeconds(1)) : super.expiry(request);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contract once more, in a plain map that sweeps itself before each operation; for one thread. */
final class ModelStore {
    /** The answer of a store that is full. */
    static final String REFUSED = "refused";

    private final Map<Fingerprint, Held> live = new HashMap<>();
    private final long maximum;

    ModelStore(long maximum) {
        this.maximum = maximum;
    }

    private record Held(long token, ClaimState state, long expiresAt) {}

    Object claim(Fingerprint key, long token, ClaimState state, Duration hold, long now) {
        Held held = held(key, now);
        if (held == null) {
            if (live.size() >= maximum) {
                return REFUSED;
            }
            live.put(key, new Held(token, state, end(hold, now)));
            return Verdict.CLAIMED;
        }
        if (held.token() == token) {
            return Verdict.CLAIMED;
        }
        return held.state() == ClaimState.CONFIRMED ? Verdict.DUPLICATE : Verdict.IN_FLIGHT;
    }

    boolean renew(Fingerprint key, long token, ClaimState state, Duration hold, long now) {
        Held held = held(key, now);
        if (held == null || held.token() != token) {
            return false;
        }
        if (state == ClaimState.CONFIRMED || held.state() == ClaimState.LEASED) {
            live.put(key, new Held(token, state, end(hold, now)));
        }
        return true;
    }

    boolean release(Fingerprint key, long token, long now) {
        Held held = held(key, now);
        return held != null && held.token() == token && live.remove(key, held);
    }

    boolean forget(Fingerprint key, long now) {
        return held(key, now) != null && live.remove(key) != null;
    }

    Optional<ClaimRecord> lookup(Fingerprint key, long now) {
        return Optional.ofNullable(held(key, now))
                .map(held -> ClaimRecord.seenAt(
                        Instant.ofEpochMilli(now), held.state(), new ClaimToken(held.token()), instant(held)));
    }

    private @Nullable Held held(Fingerprint key, long now) {
        live.values().removeIf(held -> held.expiresAt() <= now);
        return live.get(key);
    }

    private static long end(Duration hold, long now) {
        return hold.equals(ClaimRequest.FOREVER) ? Long.MAX_VALUE : now + hold.toMillis();
    }

    private static Optional<Instant> instant(Held held) {
        return held.expiresAt() == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(held.expiresAt()));
    }
}

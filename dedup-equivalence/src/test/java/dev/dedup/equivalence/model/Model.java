// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.Optional;

/** What every store must answer, for one post at a time. */
public final class Model {
    private Model() {}

    /** Takes what is free; whatever is held stays as it is, also for its holder. */
    public static Effect<Verdict> claim(ClaimToken token, ClaimState state, Duration hold) {
        return (live, now) -> live.map(held -> Ending.of(held.isOf(token) ? Verdict.CLAIMED : held.conflict(), live))
                .orElseGet(() -> Ending.of(Verdict.CLAIMED, Optional.of(new Held(state, token, now.after(hold)))));
    }

    /** Sets state and end for the holder; what is confirmed never becomes a lease, and then nothing is set. */
    public static Effect<Boolean> renew(ClaimToken token, ClaimState state, Duration hold) {
        Effect<Boolean> own = (live, now) -> Ending.of(
                true,
                live.filter(held -> held.state() == ClaimState.CONFIRMED && state == ClaimState.LEASED)
                        .or(() -> Optional.of(new Held(state, token, now.after(hold)))));
        return forHolder(token, own);
    }

    /** Frees it for the holder. */
    public static Effect<Boolean> release(ClaimToken token) {
        return forHolder(token, (live, now) -> Ending.of(true, Optional.empty()));
    }

    /** Frees it for everybody. */
    public static Effect<Boolean> forget() {
        return (live, now) -> Ending.of(live.isPresent(), Optional.empty());
    }

    /** Shows what is held. */
    public static Effect<Optional<ClaimRecord>> lookup() {
        return (live, now) -> new Ending<>(
                shown -> live.isPresent() == shown.isPresent()
                        && live.stream().allMatch(held -> held.isShownBy(shown.orElseThrow(), now)),
                live.toString(),
                live);
    }

    private static Effect<Boolean> forHolder(ClaimToken token, Effect<Boolean> own) {
        return (live, now) ->
                live.filter(held -> held.isOf(token)).isPresent() ? own.on(live, now) : Ending.of(false, live);
    }
}

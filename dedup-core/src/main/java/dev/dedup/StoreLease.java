// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A lease and how far it has come. */
final class StoreLease<T> implements Lease<T> {
    private final T item;
    private final Fingerprint key;
    private final ClaimToken token;
    private final LeaseCalls<T> calls;
    private Phase phase = Phase.OPEN;
    private boolean assumed;
    private boolean wasConfirming;

    private enum Phase {
        OPEN,
        /** A confirmation was sent; until it is answered the store may hold the claim for the whole retention. */
        CONFIRMING,
        CONFIRMED,
        RELEASED,
        LOST
    }

    /** An assumed lease is one that the store never answered for and that {@link FailurePolicy#CLAIM} granted. */
    StoreLease(T item, Fingerprint key, ClaimToken token, LeaseCalls<T> calls, boolean assumed) {
        this.item = item;
        this.key = key;
        this.token = token;
        this.calls = calls;
        this.assumed = assumed;
    }

    @Override
    public T item() {
        return item;
    }

    @Override
    public void confirm() {
        requireNot(Phase.RELEASED, "confirmed");
        calls.confirm(List.of(this));
        requireNot(Phase.RELEASED, "confirmed");
    }

    @Override
    public CompletableFuture<Void> confirmAsync() {
        requireNot(Phase.RELEASED, "confirmed");
        return calls.confirmAsync(List.of(this)).thenRun(() -> requireNot(Phase.RELEASED, "confirmed"));
    }

    @Override
    public void extend(Duration hold) {
        requireExtendable();
        calls.extend(this, hold);
    }

    @Override
    public CompletableFuture<Void> extendAsync(Duration hold) {
        requireExtendable();
        return calls.extendAsync(this, hold);
    }

    @Override
    public void release() {
        requireNot(Phase.CONFIRMED, "released");
        calls.release(List.of(this));
    }

    @Override
    public CompletableFuture<Void> releaseAsync() {
        requireNot(Phase.CONFIRMED, "released");
        return calls.releaseAsync(List.of(this));
    }

    @Override
    public void close() {
        calls.close(List.of(this));
    }

    Fingerprint key() {
        return key;
    }

    ClaimToken token() {
        return token;
    }

    synchronized boolean isAssumed() {
        return assumed;
    }

    /** Whether there is something to confirm; from now on {@link #close()} does not release. */
    synchronized boolean beginConfirm() {
        if (phase == Phase.OPEN) {
            phase = Phase.CONFIRMING;
        }
        return phase == Phase.CONFIRMING || phase == Phase.LOST;
    }

    /** Whether there is something to release; from now on the lease is given up. */
    synchronized boolean beginRelease() {
        boolean held = phase == Phase.OPEN || phase == Phase.CONFIRMING;
        wasConfirming = phase == Phase.CONFIRMING;
        phase = held ? Phase.RELEASED : phase;
        return held;
    }

    /** As {@link #beginRelease()}, but leaves a lease alone whose confirmation may have been applied: it would be undone. */
    synchronized boolean beginClose() {
        return phase == Phase.OPEN && beginRelease();
    }

    /**
     * The store did not answer the release.
     *
     * @return whether it may hold the claim for the whole retention, since its confirmation was not answered either
     */
    synchronized boolean releaseUnanswered() {
        if (wasConfirming) {
            phase = Phase.CONFIRMING;
        }
        return wasConfirming;
    }

    /**
     * The store has answered a confirmation or an extension.
     *
     * @return whether the lease is the caller's, which it is not if somebody released it in the meantime
     */
    synchronized boolean renewed(ClaimState state, boolean held) {
        assumed = false;
        if (phase == Phase.RELEASED) {
            return false;
        }
        if (!held) {
            phase = Phase.LOST;
        } else if (state == ClaimState.CONFIRMED) {
            phase = Phase.CONFIRMED;
        }
        return held;
    }

    private void requireExtendable() {
        requireNot(Phase.RELEASED, "extended");
        requireNot(Phase.CONFIRMED, "extended");
    }

    private synchronized void requireNot(Phase forbidden, String verb) {
        if (phase == forbidden) {
            throw new IllegalStateException("The lease on fingerprint " + key + " was "
                    + forbidden.name().toLowerCase(Locale.ROOT) + " and cannot be " + verb + " any more");
        }
    }
}

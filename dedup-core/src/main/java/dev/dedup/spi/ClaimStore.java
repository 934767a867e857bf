// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A place where claims are held: five operations, each atomic for each fingerprint.
 *
 * <p>What every implementation keeps, and the contract kit tests:
 *
 * <ul>
 *   <li>A claim is held while {@code now < expiresAt} and free from that instant on, by one clock and at once, whatever the
 *       store's own clean-up does. An expired claim is as good as absent for every operation.
 *   <li>Only the store's explicit conflict answer becomes {@link Verdict#DUPLICATE} or {@link Verdict#IN_FLIGHT}. Everything
 *       else that is not a success is a failure in the {@link Answers}, or of the whole stage.
 *   <li>The five operations do not throw, save for a null argument. Whatever goes wrong, and be it that the store is closed, fails
 *       the stage that they return, or one fingerprint in its {@link Answers}, with a {@link StoreException}.
 *   <li>A claim under a token that already holds the fingerprint is {@link Verdict#CLAIMED} and changes nothing.
 *   <li>Renewing and releasing are conditional on the token, inside the same atomic step.
 *   <li>Fingerprints stand for themselves: one fingerprint's failure changes no other's answer.
 * </ul>
 *
 * <p>Implementations are thread-safe and hold no policy: no retries beyond those of the client they are built on, no waiting for
 * leases. They never log or report an item's text (they never see it), nor a password.
 */
public interface ClaimStore extends AutoCloseable {
    /**
     * Claims each fingerprint that is free, has expired, or is held under the request's token.
     *
     * @param request what to hold
     * @return per fingerprint, {@link Verdict#CLAIMED}, {@link Verdict#DUPLICATE} or {@link Verdict#IN_FLIGHT}; a claim already
     *     held under the request's token is left as it is
     */
    CompletionStage<Answers<Verdict>> claim(ClaimRequest request);

    /**
     * Sets the state and the expiry of each live claim that is held under the request's token.
     *
     * <p>A confirmed claim never becomes a lease again: asking for {@link ClaimState#LEASED} leaves it as it is.
     *
     * @param request what to hold, the hold counted from now
     * @return per fingerprint, true if the claim is the token's, false if it is somebody else's, has expired, or is absent
     */
    CompletionStage<Answers<Boolean>> renew(ClaimRequest request);

    /**
     * Gives up each live claim that is held under the token, leased or confirmed.
     *
     * @param fingerprints distinct fingerprints, at least one
     * @param token the token of the call that claimed them
     * @param timeLeft how long the caller still waits for the answer
     * @return per fingerprint, true if a live claim of the token was removed; after a lost answer a repetition says false
     */
    CompletionStage<Answers<Boolean>> release(List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft);

    /**
     * Returns the live claims.
     *
     * @param fingerprints distinct fingerprints, at least one
     * @param timeLeft how long the caller still waits for the answer
     * @return per fingerprint, the live claim and how long the store still holds it, or empty if it is free
     */
    CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft);

    /**
     * Removes each claim, whoever holds it.
     *
     * @param fingerprints distinct fingerprints, at least one
     * @param timeLeft how long the caller still waits for the answer
     * @return per fingerprint, true if a live claim was removed; after a lost answer a repetition says false
     */
    CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft);

    /**
     * Returns what this store promises beyond the contract.
     *
     * @return the guarantees, always the same
     */
    StoreGuarantees guarantees();

    /**
     * Returns the store's name for messages and logs: what and where, without credentials.
     *
     * @return the name, such as {@code memory}
     */
    String name();

    /**
     * Returns the most fingerprints that one request may hold.
     *
     * @return the limit, at least 1
     */
    int maximumBatchSize();

    /**
     * Says whether the operations block the calling thread until they are complete.
     *
     * <p>A blocking store completes every stage before it returns, on the calling thread, so that a claim can take part in that
     * thread's transaction.
     *
     * @return true if the calling thread waits for the store inside an operation
     */
    default boolean isBlocking() {
        return false;
    }

    /**
     * Says whether the caller can still undo what this store has answered, by rolling back a transaction of its own.
     *
     * @return true if a claim may be gone after a rollback; nobody may then remember it for longer than the transaction
     */
    default boolean isTransactional() {
        return false;
    }

    /**
     * Returns this store in a form whose {@link #close()} does nothing, for several deduplicators on one store.
     *
     * @return a view of this store that the caller need not close
     */
    default ClaimStore shared() {
        return new SharedClaimStore(this);
    }

    /** Frees what the store holds; later operations fail. Closing twice has no effect. */
    @Override
    void close();
}

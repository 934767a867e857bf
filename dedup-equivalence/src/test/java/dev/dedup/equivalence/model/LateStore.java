// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A store of which one operation takes a claim for held when it has just ended, for a millisecond. From one thread at a time.
 *
 * <p>Claims are held for that millisecond longer in the store behind it, and the other operations do not find them there.
 */
final class LateStore extends ForwardingStore {
    private static final Duration LATE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Mistake mistake;

    LateStore(Mistake mistake, ClaimStore store) {
        super(store);
        this.mistake = mistake;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        endUnless(Mistake.CLAIMS_LATE, request.fingerprints());
        return super.claim(longer(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        endUnless(Mistake.RENEWS_LATE, request.fingerprints());
        return super.renew(longer(request));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(List<Fingerprint> posts, ClaimToken token, Duration timeLeft) {
        endUnless(Mistake.RELEASES_LATE, posts);
        return super.release(posts, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> posts, Duration timeLeft) {
        endUnless(Mistake.FORGETS_LATE, posts);
        return super.forget(posts, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> posts, Duration timeLeft) {
        endUnless(Mistake.SHOWS_LATE, posts);
        return super.lookup(posts, timeLeft)
                .thenApply(found -> Answers.of(Asker.values(found).stream()
                        .map(record -> record.map(LateStore::shown))
                        .toList()));
    }

    private void endUnless(Mistake mistakeOfOperation, List<Fingerprint> posts) {
        if (mistake != mistakeOfOperation) {
            posts.stream().map(List::of).filter(this::hasEnded).forEach(post -> super.forget(post, PATIENCE));
        }
    }

    private boolean hasEnded(List<Fingerprint> post) {
        return Asker.values(super.lookup(post, PATIENCE).toCompletableFuture().join()).get(0).stream()
                .flatMap(record -> record.timeLeft().stream())
                .anyMatch(left -> left.compareTo(LATE) <= 0);
    }

    private static ClaimRecord shown(ClaimRecord record) {
        return new ClaimRecord(
                record.state(),
                record.token(),
                record.expiresAt().map(end -> end.minus(LATE)),
                record.timeLeft().map(left -> left.minus(LATE)));
    }

    private static ClaimRequest longer(ClaimRequest request) {
        return request.isForever()
                ? request
                : MistakenStore.withHold(request, request.hold().plus(LATE));
    }
}

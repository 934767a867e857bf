// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A store that makes one mistake. From one thread at a time. */
final class MistakenStore extends ForwardingStore {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration WRONG_BY = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Mistake mistake;

    MistakenStore(Mistake mistake, ClaimStore store) {
        super(store);
        this.mistake = mistake;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        ClaimRequest wrong = withHold(request, holdOfClaim(request));
        List<Verdict> verdicts = each(request.fingerprints(), post -> claim(post, only(post, request.token(), wrong)));
        boolean refused = mistake == Mistake.REFUSES_WHOLE_BATCHES && verdicts.contains(Verdict.DUPLICATE);
        return done(refused ? Collections.nCopies(verdicts.size(), Verdict.DUPLICATE) : verdicts);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        boolean isCut = mistake == Mistake.RENEWS_FOR_NO_MORE_THAN_AN_HOUR && request.isForever();
        ClaimRequest wrong = withHold(request, isCut ? HOUR : request.hold());
        return done(each(request.fingerprints(), post -> renew(post, wrong)));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        CompletionStage<Answers<Boolean>> released = mistake == Mistake.RELEASES_FOR_ANYBODY
                ? forget(fingerprints, timeLeft)
                : super.release(fingerprints, token, timeLeft);
        return mistake == Mistake.DENIES_WHAT_IT_RELEASES ? done(each(fingerprints, post -> false)) : released;
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        CompletionStage<Answers<Optional<ClaimRecord>>> found = super.lookup(fingerprints, timeLeft);
        return mistake == Mistake.SHOWS_TOO_MUCH_TIME
                ? found.thenApply(records -> Answers.of(each(Asker.values(records), MistakenStore::withMoreTime)))
                : found;
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        CompletionStage<Answers<Boolean>> forgotten = super.forget(fingerprints, timeLeft);
        return mistake == Mistake.FORGETS_NOTHING_GLADLY ? done(each(fingerprints, post -> true)) : forgotten;
    }

    /** The same request for another time. */
    static ClaimRequest withHold(ClaimRequest request, Duration hold) {
        return new ClaimRequest(
                request.fingerprints(),
                request.token(),
                request.state(),
                hold,
                request.timeLeft(),
                request.isRepetition());
    }

    private Verdict claim(Fingerprint post, ClaimRequest request) {
        Optional<ClaimToken> holder = held(post).map(ClaimRecord::token);
        Verdict verdict = first(super.claim(request));
        if (holder.isPresent() && isWronglyRenewed(holder.get().equals(request.token()))) {
            first(super.renew(only(post, holder.get(), request)));
        }
        return switch (mistake) {
            case REFUSES_ITS_HOLDER -> holder.equals(Optional.of(request.token())) ? Verdict.DUPLICATE : verdict;
            case CALLS_A_LEASE_A_DUPLICATE -> verdict == Verdict.IN_FLIGHT ? Verdict.DUPLICATE : verdict;
            case DENIES_WHAT_IT_CLAIMS -> holder.isEmpty() ? Verdict.DUPLICATE : verdict;
            default -> verdict;
        };
    }

    private boolean isWronglyRenewed(boolean own) {
        return mistake == (own ? Mistake.RENEWS_BY_A_REPLAY : Mistake.SLIDES_THE_WINDOW);
    }

    private boolean renew(Fingerprint post, ClaimRequest request) {
        Optional<ClaimToken> holder = held(post).map(ClaimRecord::token);
        boolean own = holder.equals(Optional.of(request.token()));
        if (mistake == Mistake.TURNS_BACK_TO_A_LEASE && own && request.state() == ClaimState.LEASED) {
            first(super.forget(List.of(post), PATIENCE));
            return first(super.claim(only(post, request.token(), request))) == Verdict.CLAIMED;
        }
        boolean others = mistake == Mistake.RENEWS_FOR_ANYBODY;
        ClaimToken token = others ? holder.orElse(request.token()) : request.token();
        return first(super.renew(only(post, token, request)));
    }

    private Duration holdOfClaim(ClaimRequest request) {
        Duration hold = request.hold();
        if (request.isForever()) {
            return mistake == Mistake.CLAIMS_FOR_NO_MORE_THAN_AN_HOUR ? HOUR : hold;
        }
        return switch (mistake) {
            case HOLDS_TOO_LONG -> hold.plus(WRONG_BY);
            case HOLDS_TOO_SHORT -> hold.minus(WRONG_BY);
            default -> hold;
        };
    }

    private static Optional<ClaimRecord> withMoreTime(Optional<ClaimRecord> record) {
        return record.map(held -> new ClaimRecord(
                held.state(), held.token(), held.expiresAt(), held.timeLeft().map(left -> left.plus(WRONG_BY))));
    }

    private static ClaimRequest only(Fingerprint post, ClaimToken token, ClaimRequest request) {
        return new ClaimRequest(
                List.of(post), token, request.state(), request.hold(), request.timeLeft(), request.isRepetition());
    }

    private Optional<ClaimRecord> held(Fingerprint post) {
        return first(lookup(List.of(post), PATIENCE));
    }

    private static <V> V first(CompletionStage<Answers<V>> stage) {
        return Asker.values(stage.toCompletableFuture().join()).get(0);
    }

    private static <T, V> List<V> each(List<T> all, Function<T, V> answer) {
        return all.stream().map(answer).toList();
    }

    private static <V> CompletionStage<Answers<V>> done(List<V> values) {
        return CompletableFuture.completedFuture(Answers.of(values));
    }
}

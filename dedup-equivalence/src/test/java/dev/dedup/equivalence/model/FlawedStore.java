// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.equivalence.ForwardingStore;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A store with one flaw. From one thread at a time. */
final class FlawedStore extends ForwardingStore {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration WRONG_BY = Duration.ofMillis(1);

    private final Flaw flaw;

    FlawedStore(Flaw flaw, ClaimStore store) {
        super(store);
        this.flaw = flaw;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        List<Verdict> verdicts =
                each(request.fingerprints(), post -> claim(post, wrongHold(only(post, request.token(), request))));
        boolean refused = flaw == Flaw.REFUSES_WHOLE_BATCHES && verdicts.contains(Verdict.DUPLICATE);
        return done(refused ? Collections.nCopies(verdicts.size(), Verdict.DUPLICATE) : verdicts);
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        return done(each(request.fingerprints(), post -> renew(post, request)));
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return flaw == Flaw.RELEASES_FOR_ANYBODY
                ? forget(fingerprints, timeLeft)
                : super.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        CompletionStage<Answers<Boolean>> forgotten = super.forget(fingerprints, timeLeft);
        return flaw == Flaw.FORGETS_NOTHING_GLADLY ? done(each(fingerprints, post -> true)) : forgotten;
    }

    private Verdict claim(Fingerprint post, ClaimRequest request) {
        Optional<ClaimToken> holder = held(post).map(ClaimRecord::token);
        Verdict verdict = first(super.claim(request));
        if (holder.isPresent() && isWronglyRenewed(holder.get().equals(request.token()))) {
            first(super.renew(only(post, holder.get(), request)));
        }
        return switch (flaw) {
            case REFUSES_ITS_HOLDER -> holder.equals(Optional.of(request.token())) ? Verdict.DUPLICATE : verdict;
            case CALLS_A_LEASE_A_DUPLICATE -> verdict == Verdict.IN_FLIGHT ? Verdict.DUPLICATE : verdict;
            default -> verdict;
        };
    }

    private boolean isWronglyRenewed(boolean own) {
        return flaw == (own ? Flaw.RENEWS_BY_A_REPLAY : Flaw.SLIDES_THE_WINDOW);
    }

    private boolean renew(Fingerprint post, ClaimRequest request) {
        Optional<ClaimToken> holder = held(post).map(ClaimRecord::token);
        boolean own = holder.equals(Optional.of(request.token()));
        if (flaw == Flaw.TURNS_BACK_TO_A_LEASE && own && request.state() == ClaimState.LEASED) {
            first(super.forget(List.of(post), PATIENCE));
            return first(super.claim(only(post, request.token(), request))) == Verdict.CLAIMED;
        }
        boolean others = flaw == Flaw.RENEWS_FOR_ANYBODY;
        ClaimToken token = others ? holder.orElse(request.token()) : request.token();
        return first(super.renew(only(post, token, request)));
    }

    private ClaimRequest wrongHold(ClaimRequest request) {
        if (request.isForever()) {
            return request;
        }
        Duration hold = switch (flaw) {
            case HOLDS_TOO_LONG -> request.hold().plus(WRONG_BY);
            case HOLDS_TOO_SHORT -> request.hold().minus(WRONG_BY);
            default -> request.hold();
        };
        return new ClaimRequest(
                request.fingerprints(),
                request.token(),
                request.state(),
                hold,
                request.timeLeft(),
                request.isRepetition());
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

    private static <V> List<V> each(List<Fingerprint> posts, Function<Fingerprint, V> answer) {
        return posts.stream().map(answer).toList();
    }

    private static <V> CompletionStage<Answers<V>> done(List<V> values) {
        return CompletableFuture.completedFuture(Answers.of(values));
    }
}

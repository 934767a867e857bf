// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A store with one flaw. */
final class FlawedStore extends ForwardingStore {
    private final Flaw flaw;

    FlawedStore(Flaw flaw, ClaimStore right) {
        super(right);
        this.flaw = flaw;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        int size = request.fingerprints().size();
        return switch (flaw) {
            case UNANSWERED_CLAIM_IS_A_DUPLICATE -> orElse(Verdict.DUPLICATE, size, super.claim(request));
            case UNANSWERED_CLAIM_IS_GRANTED -> orElse(Verdict.CLAIMED, size, super.claim(request));
            case REST_OF_A_BATCH_IS_DUPLICATES ->
                super.claim(request)
                        .thenApply(answers -> isAnsweredInPart(answers) ? filled(Verdict.DUPLICATE, answers) : answers);
            case UNASKED_CLAIM_IS_A_DUPLICATE ->
                request.state() == ClaimState.CONFIRMED ? unasked(size) : super.claim(request);
            case NEW_TOKEN_FOR_EACH_ATTEMPT -> super.claim(anew(request));
            case REPETITION_TAKES_OVER -> request.isRepetition() ? takeOver(request) : super.claim(request);
            default -> super.claim(request);
        };
    }

    @Override
    public CompletionStage<Answers<Boolean>> renew(ClaimRequest request) {
        int size = request.fingerprints().size();
        return switch (flaw) {
            case UNANSWERED_RENEWAL_IS_DONE -> orElse(true, size, super.renew(request));
            case UNANSWERED_RENEWAL_IS_REFUSED -> orElse(false, size, super.renew(request));
            default -> super.renew(request);
        };
    }

    @Override
    public CompletionStage<Answers<Boolean>> release(
            List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        return flaw == Flaw.RELEASE_WITHOUT_TOKEN
                ? super.forget(fingerprints, timeLeft)
                : super.release(fingerprints, token, timeLeft);
    }

    @Override
    public CompletionStage<Answers<Optional<ClaimRecord>>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        CompletionStage<Answers<Optional<ClaimRecord>>> found = super.lookup(fingerprints, timeLeft);
        return flaw == Flaw.UNANSWERED_LOOKUP_IS_FREE ? orElse(Optional.empty(), fingerprints.size(), found) : found;
    }

    @Override
    public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        CompletionStage<Answers<Boolean>> forgotten = super.forget(fingerprints, timeLeft);
        return flaw == Flaw.UNANSWERED_FORGETTING_IS_DONE ? orElse(true, fingerprints.size(), forgotten) : forgotten;
    }

    private static boolean isAnsweredInPart(Answers<Verdict> answers) {
        return IntStream.range(0, answers.size()).anyMatch(i -> answers.value(i) != null);
    }

    private static CompletionStage<Answers<Verdict>> unasked(int size) {
        return CompletableFuture.completedStage(Answers.of(Collections.nCopies(size, Verdict.DUPLICATE)));
    }

    private CompletionStage<Answers<Verdict>> takeOver(ClaimRequest request) {
        return super.forget(request.fingerprints(), request.timeLeft()).thenCompose(forgotten -> super.claim(request));
    }

    private static ClaimRequest anew(ClaimRequest request) {
        return new ClaimRequest(
                request.fingerprints(), ClaimToken.random(), request.state(), request.hold(), request.timeLeft());
    }

    private static <V> CompletionStage<Answers<V>> orElse(V guess, int size, CompletionStage<Answers<V>> stage) {
        return stage.handle((answers, failure) ->
                failure != null ? Answers.of(Collections.nCopies(size, guess)) : filled(guess, answers));
    }

    private static <V> Answers<V> filled(V guess, Answers<V> answers) {
        return Answers.of(IntStream.range(0, answers.size())
                .mapToObj(i -> answerOr(guess, answers, i))
                .toList());
    }

    private static <V> V answerOr(V guess, Answers<V> answers, int index) {
        V answer = answers.value(index);
        return answer == null ? guess : answer;
    }
}

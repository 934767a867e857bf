// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** What may be wrong with a store, and shows when something is lost. */
enum Flaw {
    /** An attempt does not know the token of the one before. */
    NEW_TOKEN_FOR_EACH_ATTEMPT,
    /** What was not answered is somebody else's. */
    FAILURE_READ_AS_DUPLICATE,
    /** What was not answered is the caller's. */
    FAILURE_READ_AS_CLAIMED,
    /** A late release takes away what is somebody else's. */
    RELEASE_WITHOUT_TOKEN;

    /** Puts the flaw into a store. */
    ClaimStore in(ClaimStore right) {
        return (ClaimStore) Proxy.newProxyInstance(
                Flaw.class.getClassLoader(), new Class<?>[] {ClaimStore.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "claim" -> claim(right, (ClaimRequest) arguments[0]);
                        case "release" -> release(right, posts(arguments[0]), arguments);
                        case "shared" -> in(right.shared());
                        default -> method.invoke(right, arguments);
                    };
                });
    }

    private CompletionStage<Answers<Verdict>> claim(ClaimStore right, ClaimRequest request) {
        return switch (this) {
            case NEW_TOKEN_FOR_EACH_ATTEMPT -> right.claim(anew(request));
            case FAILURE_READ_AS_DUPLICATE -> orElse(Verdict.DUPLICATE, right.claim(request), request);
            case FAILURE_READ_AS_CLAIMED -> orElse(Verdict.CLAIMED, right.claim(request), request);
            case RELEASE_WITHOUT_TOKEN -> right.claim(request);
        };
    }

    private Object release(ClaimStore right, List<Fingerprint> posts, Object[] arguments) {
        Duration timeLeft = (Duration) arguments[2];
        return this == RELEASE_WITHOUT_TOKEN
                ? right.forget(posts, timeLeft)
                : right.release(posts, (ClaimToken) arguments[1], timeLeft);
    }

    private static List<Fingerprint> posts(Object argument) {
        return ((List<?>) argument).stream().map(Fingerprint.class::cast).toList();
    }

    private static ClaimRequest anew(ClaimRequest request) {
        return new ClaimRequest(
                request.fingerprints(), ClaimToken.random(), request.state(), request.hold(), request.timeLeft());
    }

    private static CompletionStage<Answers<Verdict>> orElse(
            Verdict guess, CompletionStage<Answers<Verdict>> stage, ClaimRequest request) {
        int size = request.fingerprints().size();
        return stage.handle((answers, failure) -> failure != null
                ? Answers.of(Collections.nCopies(size, guess))
                : Answers.of(IntStream.range(0, size)
                        .mapToObj(i -> {
                            Verdict verdict = answers.value(i);
                            return verdict == null ? guess : verdict;
                        })
                        .toList()));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Others who claim a post each through the same client at the same time, and may share what is lost. */
final class Crowd {
    /** One more than statements of PostgreSQL are under way at a time: some have to wait for each other. */
    private static final int SIZE = 3;

    private static final int REPETITIONS = 20;

    private final List<CompletableFuture<List<@Nullable Object>>> claims;

    private Crowd(List<CompletableFuture<List<@Nullable Object>>> claims) {
        this.claims = claims;
    }

    static Crowd none() {
        return new Crowd(List.of());
    }

    static Crowd claiming(ClaimStore store, Instant now) {
        return new Crowd(Stream.generate(() -> Together.start(() -> claim(store, now)))
                .limit(SIZE)
                .toList());
    }

    /** Nobody else wants their posts. */
    void requireGranted() {
        for (CompletableFuture<List<@Nullable Object>> claim : claims) {
            assertThat(Asking.result(claim))
                    .as("what somebody who asked at the same time is told about a post of his own")
                    .containsExactly(Verdict.CLAIMED);
        }
    }

    private static List<@Nullable Object> claim(ClaimStore store, Instant now) {
        List<Fingerprint> post = List.of(Posts.fresh());
        Caller caller = StoreCaller.on(store).next(Set.of(), now, Asking.PATIENCE);
        List<@Nullable Object> answer = caller.ask(Request.CLAIM, post);
        for (int i = 0; answer.contains(null) && i < REPETITIONS; i++) {
            answer = caller.askAgain(Request.CLAIM, post);
        }
        return answer;
    }
}

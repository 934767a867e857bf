// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Threads that take posts and give them back: nobody is told that a post is a duplicate which is free all the while he asks.
 *
 * <p>Whoever has a post shows it to the memory as a duplicate, so that it is remembered when it is given back.
 */
class RecentDuplicatesContentionTest {
    private static final int THREADS = 8;
    private static final int POSTS = 4;
    private static final int ROUNDS = 20_000;

    private final ClaimStore memory =
            RecentDuplicates.inFrontOf(InMemoryClaimStore.create()).build();
    private final List<Post> posts =
            IntStream.range(0, POSTS).mapToObj(Post::new).toList();
    private final LongAdder remembered = new LongAdder();
    private final LongAdder taken = new LongAdder();

    /** A post, how many have come to it so far, and in the lower half how many of them are still there. */
    private static final class Post {
        static final long ARRIVAL = (1L << 32) + 1;

        final Fingerprint fingerprint;
        final AtomicLong visits = new AtomicLong();
        final AtomicInteger holders = new AtomicInteger();

        Post(int number) {
            fingerprint = key(number);
        }
    }

    @Test
    void whatWasGivenBackIsFree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                work.add(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        visit(posts.get((first + round) % POSTS), round % 2 == 0);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken.sum()).isGreaterThan(ROUNDS / 10);
        assertThat(remembered.sum()).as("verdicts from the memory").isPositive();
    }

    private void visit(Post post, boolean forgets) {
        long visits = post.visits.addAndGet(Post.ARRIVAL);
        ClaimToken token = ClaimToken.random();
        Verdict verdict = claim(post, token);
        boolean wasAlone = (int) visits == 1 && post.visits.get() == visits;
        if (verdict == Verdict.CLAIMED) {
            hold(post, token, forgets);
        } else {
            assertThat(wasAlone)
                    .as("nobody else was at %s, which is %s", post.fingerprint, verdict)
                    .isFalse();
        }
        post.visits.decrementAndGet();
    }

    private void hold(Post post, ClaimToken token, boolean forgets) {
        taken.increment();
        assertThat(post.holders.incrementAndGet()).as("holders").isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(claim(post, ClaimToken.random())).isEqualTo(Verdict.DUPLICATE);
        }
        assertThat(claim(post, token)).isEqualTo(Verdict.CLAIMED);
        post.holders.decrementAndGet();
        List<Fingerprint> held = List.of(post.fingerprint);
        assertThat(answers(forgets ? memory.forget(held, TIME_LEFT) : memory.release(held, token, TIME_LEFT))
                        .value(0))
                .isTrue();
    }

    private Verdict claim(Post post, ClaimToken token) {
        Answers<Verdict> answers = answers(memory.claim(new ClaimRequest(
                List.of(post.fingerprint), token, ClaimState.CONFIRMED, ClaimRequest.FOREVER, TIME_LEFT)));
        remembered.add(answers.remembered());
        return Claims.value(answers, 0);
    }
}

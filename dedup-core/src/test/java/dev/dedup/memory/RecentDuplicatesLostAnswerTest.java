// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.TIME_LEFT;
import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Answers that come late or never. */
class RecentDuplicatesLostAnswerTest {
    private static final Duration HOLD = Duration.ofMinutes(5);

    private final ManualClock clock = new ManualClock(0);
    private final ClaimStore real = InMemoryClaimStore.builder().clock(clock).build();
    private final PendingStore line = new PendingStore(real);
    private final RecentDuplicates memory =
            RecentDuplicates.inFrontOf(line).clock(clock).nanoTime(() -> 0).build();

    @Test
    void aRepetitionIsTheStoresToAnswer() {
        remember(1);
        ClaimRequest again = new ClaimRequest(List.of(key(1)), token(40), CONFIRMED, HOLD, TIME_LEFT, true);
        assertThat(memory.claim(again)).isNotCompleted();
    }

    /** The lookup saw the claim of token 1, then it was forgotten, and token 4 took the post without hearing of it. */
    @Test
    void aClaimWhoseAnswerWasLostIsFoundAgain() {
        remember(1);
        new Claims(real).forget(1);
        new Claims(real).claim(1, 40, CONFIRMED, HOLD);
        ClaimRequest again = new ClaimRequest(List.of(key(1)), token(40), CONFIRMED, HOLD, TIME_LEFT, true);
        var answer = memory.claim(again).toCompletableFuture();
        line.settle();
        assertThat(answer.join().value(0)).isEqualTo(Verdict.CLAIMED);
    }

    /** Claims under token 10, and asks until the memory answers. */
    private void remember(long number) {
        for (int token = 10; token < 13; token++) {
            var answer = claim(number, token);
            line.settle();
            assertThat(answer).isCompleted();
        }
        assertThat(claim(number, 13)).isCompleted();
    }

    private CompletableFuture<Answers<Verdict>> claim(long number, long token) {
        return memory.claim(request(List.of(key(number)), token, CONFIRMED, HOLD))
                .toCompletableFuture();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.answers;
import static dev.dedup.memory.Claims.request;
import static dev.dedup.memory.Claims.token;
import static dev.dedup.spi.ClaimState.CONFIRMED;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** A memory in front of a store that can be watched, cut off and asked by others. */
abstract class RecentDuplicatesTests {
    static final Duration HOLD = Duration.ofMinutes(5);

    final ManualClock clock = new ManualClock(0);
    final ClaimStore real = InMemoryClaimStore.builder().clock(clock).build();
    final WatchedStore line = new WatchedStore(real);
    final RecentDuplicates store = inFrontOf(line).build();
    final Claims claims = new Claims(store);
    final Claims elsewhere = new Claims(real);

    RecentDuplicates.Builder inFrontOf(ClaimStore inner) {
        return RecentDuplicates.inFrontOf(inner).clock(clock).nanoTime(() -> 0).seed(5);
    }

    /** Claims under token 10, and asks until the answer comes from the memory. */
    void remember(long... numbers) {
        rememberIn(store, numbers);
    }

    static void rememberIn(ClaimStore memory, long... numbers) {
        for (int token = 10; token < 13; token++) {
            memory.claim(request(keys(numbers), token, CONFIRMED, HOLD));
        }
    }

    Answers<Verdict> claimAll(long token, long... numbers) {
        return answers(store.claim(request(keys(numbers), token, CONFIRMED, HOLD)));
    }

    static List<Fingerprint> keys(long... numbers) {
        return LongStream.of(numbers).mapToObj(Claims::key).toList();
    }
}

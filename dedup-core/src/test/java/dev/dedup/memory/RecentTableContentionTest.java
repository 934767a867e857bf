// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is forgotten while it is being remembered stays forgotten: asking whether it may be, and writing it down, are one step. */
class RecentTableContentionTest {
    private static final int ROUNDS = 2_000;
    private static final int KEYS = 64;
    private static final long OWNER = 77;
    private static final long OTHER = 78;

    private final RecentTable table = new RecentTable(8_000, 5);

    @Test
    void whatWasForgottenMeanwhileIsNotRemembered() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long moment = table.moment();
                Future<Void> forgetting = other.submit(() -> {
                    start.await();
                    LongStream.range(0, KEYS).forEach(number -> table.forget(key(number)));
                    return null;
                });
                start.await();
                LongStream.range(0, KEYS).forEach(number -> table.remember(key(number), OWNER, 100, 0, moment));
                forgetting.get();
                assertThat(held()).as("remembered after round %d", round).isEmpty();
            }
        } finally {
            other.shutdownNow();
        }
    }

    private List<Long> held() {
        return LongStream.range(0, KEYS)
                .filter(number -> table.isHeldFromOthersThan(OTHER, key(number), 0))
                .boxed()
                .toList();
    }
}

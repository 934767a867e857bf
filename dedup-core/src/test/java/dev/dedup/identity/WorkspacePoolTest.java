// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkspacePoolTest {
    private static final int THREADS = 16;
    private static final Fingerprinter<String> FINGERPRINTER = Fingerprinter.of(
            "text/case-space-1", List.of(new TextField<>(Function.identity(), TextNormalizer.caseSpace1())));

    @Test
    void manyThreadsComeToTheSameFingerprints() throws Exception {
        List<String> texts = IntStream.range(0, 1_000)
                .mapToObj(i -> "Text  \u03A3 number " + i + "x".repeat(3 * i))
                .toList();
        List<Fingerprint> alone = texts.stream().map(FINGERPRINTER::fingerprint).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            Callable<List<Fingerprint>> all = () -> {
                start.countDown();
                start.await();
                return texts.stream().map(FINGERPRINTER::fingerprint).toList();
            };
            for (Future<List<Fingerprint>> result : threads.invokeAll(Collections.nCopies(THREADS, all))) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void twoUsersNeverShareAWorkspace() {
        Workspace mine = WorkspacePool.take();
        Workspace other = WorkspacePool.take();
        assertThat(other).isNotSameAs(mine);
        WorkspacePool.give(mine);
        assertThat(WorkspacePool.take()).isSameAs(mine);
    }
}

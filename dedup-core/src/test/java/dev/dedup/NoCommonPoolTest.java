// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** In a JVM whose common pool has no threads, a call that nobody answers still ends. */
class NoCommonPoolTest {
    @Test
    void aCallThatPassesItsDeadlineEnds() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Impatient.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = jvm.getInputStream()) {
            assertThat(new String(output.readAllBytes(), UTF_8)).contains("UnknownOutcomeException");
        }
    }

    /** Claims at a store that never answers. */
    static final class Impatient {
        private Impatient() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            ScriptedStore silent =
                    new Fixture().line(Fixture.Form.ASYNC_VERB_ON_ASYNC_STORE).failing(1_000, Fault.SILENT);
            var claim = Deduplicator.forItems(silent, Fixture::fingerprint)
                    .deadline(Duration.ofMillis(200))
                    .build()
                    .async()
                    .tryClaim("post");
            claim.toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .handle((claimed, failure) -> failure)
                    .thenAccept(failure -> System.out.println("ended with " + failure))
                    .join();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In a JVM whose common pool has no threads, a claim that nobody answers still ends. */
class NoCommonPoolTest {
    @Test
    void aClaimThatIsGivenUpEnds() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Impatient.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = jvm.getInputStream()) {
            assertThat(new String(output.readAllBytes(), UTF_8)).contains("claim failed: no answer within 200 ms");
        }
    }

    /** Claims at a server that does not answer. */
    static final class Impatient {
        private Impatient() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            try (ValkeyServer server = ValkeyServer.started();
                    ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
                server.pause();
                Asker impatient = new Asker(store).within(Duration.ofMillis(200));
                System.out.println(impatient.failureOfClaim(Posts.fresh()).getMessage());
                server.resume();
            }
        }
    }
}

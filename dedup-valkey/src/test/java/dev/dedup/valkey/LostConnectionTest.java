// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a lost connection is true at the time it is said. */
class LostConnectionTest {
    @AutoClose
    private final ValkeyServer server = ValkeyServer.started();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aConnectionThatWasMadeAgainIsNotCalledLost(String host) {
        try (ValkeyClaimStore store = ValkeyClaimStore.connect("valkey://" + host + ":" + server.port())) {
            Asker impatient = new Asker(store).within(Duration.ofMillis(200));
            server.kill();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(impatient.failureOfClaim(Posts.fresh()))
                            .hasMessageContaining("the connection to " + host + ":" + server.port()
                                    + " was lost and cannot be made again: nobody listens there"));
            server.start();
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);

            server.pause();
            assertThat(impatient.failureOfClaim(Posts.fresh()))
                    .hasMessageContaining("no answer within 200 ms; check that the server runs");
            server.resume();
        }
    }
}

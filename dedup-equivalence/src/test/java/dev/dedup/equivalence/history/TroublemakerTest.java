// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.TestServer;
import dev.dedup.equivalence.history.Troublemaker.Troubles;
import dev.dedup.testservers.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trouble for a server that only writes down what is done to it, and of which nobody asks anything. */
class TroublemakerTest {
    private static final Duration NEVER = Duration.ofHours(1);

    /** Begins with a lost request, a reset of all connections and a pause. */
    private static final long SEED = 67;

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch paused = new CountDownLatch(1);
    private final TcpProxy proxy = TcpProxy.to("127.0.0.1", 1);
    private final TestServer server = new TestServer(
            "a list",
            "127.0.0.1",
            1,
            false,
            this::start,
            () -> done.add("kill"),
            this::pause,
            () -> done.add("resume"),
            () -> done.add("close"));

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void serverIsKilledOnceAndStartedAgain() throws InterruptedException {
        try (Troublemaker troublemaker = new Troublemaker(server, proxy, Duration.ZERO, SEED)) {
            assertThat(starting.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(paused.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(troublemaker.end().kills()).isEqualTo(1);
        }
        assertThat(done).startsWith("kill", "start").containsOnlyOnce("kill", "start");
    }

    @Test
    void onlyWhatHasHappenedIsCounted() throws InterruptedException {
        try (Troublemaker troublemaker = new Troublemaker(server, proxy, NEVER, SEED)) {
            assertThat(paused.await(1, TimeUnit.MINUTES)).isTrue();
            Troubles troubles = troublemaker.end();
            assertThat(troubles).isEqualTo(new Troubles(0, 0, troubles.pauses(), 0));
            assertThat(troubles.pauses()).isPositive();
        }
    }

    @Test
    void serverRunsWhenTheEndComesInAPause() throws InterruptedException {
        Troublemaker troublemaker = new Troublemaker(server, proxy, NEVER, SEED);
        assertThat(paused.await(1, TimeUnit.MINUTES)).isTrue();
        troublemaker.close();
        assertThat(done).endsWith("resume");
    }

    /** Whoever closes the server then, closes one that runs, and that nobody starts again. */
    @Test
    void closeWaitsForTheServerToBeStarted() throws InterruptedException {
        Troublemaker troublemaker = new Troublemaker(server, proxy, Duration.ZERO, SEED);
        assertThat(starting.await(1, TimeUnit.MINUTES)).isTrue();
        troublemaker.close();
        assertThat(done).containsExactly("kill", "start");
    }

    private void start() {
        starting.countDown();
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        done.add("start");
    }

    private void pause() {
        done.add("pause");
        paused.countDown();
    }
}

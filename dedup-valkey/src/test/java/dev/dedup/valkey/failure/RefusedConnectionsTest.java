// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.RespConnection;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import io.lettuce.core.RedisClient;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand connections are refused while scrapers have lost theirs and try to get one again.
 *
 * <p>Most are attempts to open a store with one client of the application's; some open a store with a client of its own, which is
 * where threads and sockets might be left behind.
 */
class RefusedConnectionsTest {
    private static final int WITH_ONE_CLIENT = 9_800;
    private static final int WITH_THEIR_OWN = 200;
    private static final int AT_ONCE = 8;
    private static final int POSTS = 3_000;

    /** What a JVM opens by itself meanwhile; a leak would be thousands. */
    private static final long OTHER_FILES = 30;

    private final Ledger ledger = new Ledger(Posts.some(POSTS));

    @Test
    void byAPortOnWhichNobodyListens() throws InterruptedException {
        long files = openFiles();
        try (var server = ValkeyServer.started();
                var proxy = TcpProxy.to(server.host(), server.port())) {
            String address = proxy.host() + ":" + proxy.port();
            Future<?> outage = ledger.at(POSTS / 3, () -> {
                proxy.refuse();
                proxy.cutAll();
            });
            try (Fleet fleet = new Fleet("valkey://" + address, ledger)) {
                fleet.start();
                fleet.awaitUnknownAfter(outage);
                assertThat(reasonsOfRefusals(address))
                        .singleElement()
                        .asString()
                        .contains("nobody listens");
                proxy.accept();
                fleet.awaitEnd();
            }
        }
        assertNothingIsLeft(files);
        assertNoneLostNoneRepeated("refused by a closed port");
    }

    @Test
    void byAServerWithTooManyClients() throws InterruptedException {
        long files = openFiles();
        try (var server = ValkeyServer.started();
                RespConnection control = server.connect()) {
            String address = server.host() + ":" + server.port();
            Future<?> outage = ledger.at(POSTS / 3, () -> {
                control.command("CONFIG", "SET", "maxclients", "1");
                control.command("CLIENT", "KILL", "TYPE", "normal");
            });
            try (Fleet fleet = new Fleet("valkey://" + address, ledger)) {
                fleet.start();
                fleet.awaitUnknownAfter(outage);
                assertThat(reasonsOfRefusals(address))
                        .anySatisfy(reason -> assertThat(reason).contains("maxclients"))
                        .allSatisfy(
                                reason -> assertThat(reason).containsAnyOf("maxclients", "closed while it was made"));
                control.command("CONFIG", "SET", "maxclients", "100");
                fleet.awaitEnd();
            }
            assertThat(Long.parseLong(server.info("rejected_connections")))
                    .as("connections that the server refused")
                    .isGreaterThan(WITH_ONE_CLIENT + WITH_THEIR_OWN);
        }
        assertNothingIsLeft(files);
        assertNoneLostNoneRepeated("refused by maxclients");
    }

    /** Why attempts failed; an attempt that succeeds fails the test. */
    private static Set<String> reasonsOfRefusals(String address) throws InterruptedException {
        RedisClient client = RedisClient.create("redis://" + address);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<ValkeyClaimStore> shared =
                    () -> ValkeyClaimStore.builder().client(client).build();
            Callable<ValkeyClaimStore> own = () -> ValkeyClaimStore.connect("valkey://" + address);
            List<Callable<ValkeyClaimStore>> attempts = Stream.concat(
                            IntStream.range(0, WITH_ONE_CLIENT).mapToObj(i -> shared),
                            IntStream.range(0, WITH_THEIR_OWN).mapToObj(i -> own))
                    .toList();
            return threads.invokeAll(attempts).stream()
                    .map(RefusedConnectionsTest::reason)
                    .collect(Collectors.toSet());
        } finally {
            threads.shutdown();
            client.shutdown();
        }
    }

    private static String reason(Future<ValkeyClaimStore> attempt) {
        try {
            attempt.get().close();
            throw new AssertionError("a connection was not refused");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException refusal) {
                assertThat(refusal.isRetryable()).isTrue();
                return String.valueOf(refusal.getMessage())
                        .substring(refusal.store().length());
            }
            throw new AssertionError("an attempt failed with something else", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Of the client's threads and of files, which sockets are: a client that is closed ends its threads a little later. */
    private static void assertNothingIsLeft(long filesBefore) {
        await("no thread of a client is left").atMost(Fleet.LONGEST_WAIT).until(() -> clientThreads() == 0);
        await("no socket is left").atMost(Fleet.LONGEST_WAIT).until(() -> openFiles() <= filesBefore + OTHER_FILES);
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce"))
                .count();
    }

    private void assertNoneLostNoneRepeated(String what) {
        ledger.close(what);
        assertThat(ledger.unknown()).isPositive();
        assertThat(ledger.repeats()).isZero();
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}

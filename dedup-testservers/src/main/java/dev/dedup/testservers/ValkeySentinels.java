// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A primary, its replica, and sentinels that watch them and promote the replica when most of them miss the primary.
 *
 * <p>All are {@link ValkeyServer}s: a test may kill and pause them. Not thread-safe.
 */
public final class ValkeySentinels implements AutoCloseable {
    /** What the sentinels call the pair. */
    public static final String MASTER_NAME = "dedup";

    private static final String DOWN_AFTER_MS = "1000";
    private static final String FAILOVER_TIMEOUT_MS = "5000";

    private final List<ValkeyServer> data = new ArrayList<>();
    private final List<ValkeyServer> sentinels = new ArrayList<>();

    private ValkeySentinels() {}

    /**
     * Starts them.
     *
     * @param sentinels how many sentinels, at least 1
     * @param configure what is configured on the primary and the replica, for instance {@code node -> node.password("secret")}; with
     *     TLS there the sentinels have it too
     * @return the set, complete: the sentinels know each other and the replica
     */
    public static ValkeySentinels started(int sentinels, Consumer<ValkeyServerBuilder> configure) {
        var set = new ValkeySentinels();
        try {
            set.start(sentinels, configure);
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    /**
     * Lists the sentinels.
     *
     * @return them all
     */
    public List<ValkeyServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /**
     * Asks a sentinel that runs for the primary.
     *
     * @return the server that clients are sent to now
     */
    public ValkeyServer primary() {
        var port = portOfPrimary(runningSentinel());
        return data.stream()
                .filter(server -> String.valueOf(server.port()).equals(port))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The one that is not the primary.
     *
     * @return the server that is, or becomes, the replica
     */
    public ValkeyServer replica() {
        var primary = primary();
        return data.stream().filter(server -> server != primary).findFirst().orElseThrow();
    }

    /** Has a sentinel make the replica the primary, and waits until all sentinels say so. */
    public void failover() {
        var old = primary();
        var sentinel = runningSentinel();
        // Just after the start it finds no replica good enough, as it has not heard of it long enough.
        sentinel.awaitUntil(
                "begins a failover", () -> "OK".equals(sentinel.command("SENTINEL", "FAILOVER", MASTER_NAME)));
        awaitTakeOver(old);
    }

    /**
     * Waits until the sentinels have promoted another, as they do by themselves when a primary was killed or paused.
     *
     * @param lost the old primary
     */
    public void awaitTakeOver(ValkeyServer lost) {
        var lostPort = String.valueOf(lost.port());
        sentinels.stream()
                .filter(ValkeyServer::isAlive)
                .forEach(sentinel -> sentinel.awaitUntil(
                        "names another primary than " + lostPort, () -> !lostPort.equals(portOfPrimary(sentinel))));
        var promoted = primary();
        promoted.awaitUntil("is a primary", () -> "master".equals(promoted.info("role")));
    }

    /** Kills all and deletes their files. */
    @Override
    public void close() {
        sentinels.forEach(ValkeyServer::close);
        data.forEach(ValkeyServer::close);
    }

    private void start(int count, Consumer<ValkeyServerBuilder> configure) {
        var primary = builder(configure).start();
        data.add(primary);
        data.add(builder(configure).replicaOf(primary).start());
        for (int i = 0; i < count; i++) {
            sentinels.add(startSentinel(primary, count / 2 + 1));
        }
        sentinels.forEach(sentinel -> awaitComplete(sentinel, count - 1));
    }

    private static ValkeyServerBuilder builder(Consumer<ValkeyServerBuilder> configure) {
        var builder = ValkeyServer.builder();
        configure.accept(builder);
        return builder;
    }

    private static ValkeyServer startSentinel(ValkeyServer primary, int quorum) {
        var builder = ValkeyServer.builder()
                .sentinel()
                .config("sentinel", "monitor", MASTER_NAME, primary.host(), String.valueOf(primary.port()), "" + quorum)
                .config("sentinel", "auth-user", MASTER_NAME, ControlUser.NAME)
                .config("sentinel", "auth-pass", MASTER_NAME, ControlUser.PASSWORD)
                .config("sentinel", "down-after-milliseconds", MASTER_NAME, DOWN_AFTER_MS)
                .config("sentinel", "failover-timeout", MASTER_NAME, FAILOVER_TIMEOUT_MS);
        var sentinel = (primary.hasTls() ? builder.tls() : builder).start();
        // Left alone, sentinels look around every ten seconds.
        sentinel.command("SENTINEL", "DEBUG", "info-period", "500", "publish-period", "500");
        return sentinel;
    }

    private static void awaitComplete(ValkeyServer sentinel, int others) {
        sentinel.awaitUntil("knows the replica and the other sentinels", () -> {
            var state = (List<?>) sentinel.reply("SENTINEL", "MASTER", MASTER_NAME);
            return "1".equals(field(state, "num-slaves"))
                    && String.valueOf(others).equals(field(state, "num-other-sentinels"));
        });
    }

    private static String field(List<?> state, String name) {
        return Objects.toString(state.get(state.indexOf(name) + 1));
    }

    private ValkeyServer runningSentinel() {
        return sentinels.stream().filter(ValkeyServer::isAlive).findFirst().orElseThrow();
    }

    private static String portOfPrimary(ValkeyServer sentinel) {
        var address = (List<?>) sentinel.reply("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME);
        return Objects.toString(address.get(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real Valkey or Redis server of its own on 127.0.0.1, which a test may kill, pause and start again.
 *
 * <p>It keeps nothing on disk unless the test configures it to. {@link #command} and {@link #connect} may be called from any thread,
 * the rest from one at a time.
 */
public final class ValkeyServer implements AutoCloseable {
    private static final Pattern REPLICA = Pattern.compile("slave\\d+:");

    private static @Nullable Boolean tlsCapable;

    private final ServerProcess process;
    private final int port;
    private final @Nullable TestCertificates certificates;

    ValkeyServer(ServerProcess process, int port, @Nullable TestCertificates certificates) {
        this.process = process;
        this.port = port;
        this.certificates = certificates;
    }

    /**
     * Starts a server as it comes: no password, no TLS, no limit of memory.
     *
     * @return the server, ready for commands
     */
    public static ValkeyServer started() {
        return builder().start();
    }

    /**
     * Begins a server of another configuration.
     *
     * @return a builder
     */
    public static ValkeyServerBuilder builder() {
        return new ValkeyServerBuilder();
    }

    /**
     * Says which server the tests of this JVM run against.
     *
     * @return its kind, version and origin, such as {@code valkey-server 8.0.1 (on the PATH)}
     */
    public static String description() {
        return ValkeyFinder.found().description();
    }

    /**
     * Asks the server, once per JVM, whether it was built with TLS.
     *
     * @return true if it was
     */
    public static synchronized boolean isTlsCapable() {
        if (tlsCapable == null) {
            try (var server = started()) {
                tlsCapable = !List.of().equals(server.command("CONFIG", "GET", "tls-port"));
            }
        }
        return tlsCapable;
    }

    /**
     * Says where it listens.
     *
     * @return 127.0.0.1
     */
    public String host() {
        return Loopback.HOST;
    }

    /**
     * Says where it listens.
     *
     * @return its one port, of TLS if it was built with {@link ValkeyServerBuilder#tls}
     */
    public int port() {
        return port;
    }

    /**
     * Says where it listens, as a URL without user and password.
     *
     * @return {@code valkey://127.0.0.1:port}, or {@code valkeys://} with TLS
     */
    public String uri() {
        return (hasTls() ? "valkeys" : "valkey") + "://" + host() + ":" + port;
    }

    /**
     * The certificates that it shows and their authority.
     *
     * @return the certificates
     * @throws IllegalStateException if it was built without TLS
     */
    public TestCertificates certificates() {
        if (certificates == null) {
            throw new IllegalStateException("the server at " + uri() + " was built without tls()");
        }
        return certificates;
    }

    /**
     * Connects and logs in as a user who may do everything, whatever users and passwords the test has set up.
     *
     * @return a connection of the caller's
     * @throws java.io.UncheckedIOException if the server does not listen
     */
    public RespConnection connect() {
        var connection = certificates == null
                ? RespConnection.open(host(), port)
                : RespConnection.open(certificates.clientContext().getSocketFactory(), host(), port);
        try {
            connection.command("AUTH", ControlUser.NAME, ControlUser.PASSWORD);
            return connection;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Sends one command on a connection of its own, as a user who may do everything.
     *
     * @param words the command's name and arguments, sent as UTF-8
     * @return the reply, as {@link RespConnection} reads it
     * @throws ServerErrorException if the reply is an error
     * @throws java.io.UncheckedIOException if the server does not listen or does not answer
     */
    public @Nullable Object command(String... words) {
        return ask(connection -> connection.command(words));
    }

    /**
     * Sends one command of raw bytes on a connection of its own, as a user who may do everything.
     *
     * @param words the command's name and arguments
     * @return the reply, as {@link RespConnection} reads it
     * @throws ServerErrorException if the reply is an error
     * @throws java.io.UncheckedIOException if the server does not listen or does not answer
     */
    public @Nullable Object command(byte[]... words) {
        return ask(connection -> connection.command(words));
    }

    /**
     * Reads one field of the server's INFO.
     *
     * @param field the field's name, such as {@code evicted_keys}
     * @return its value
     * @throws IllegalArgumentException if INFO has no such field
     */
    public String info(String field) {
        return field(text("INFO", "everything"), field);
    }

    /**
     * Starts it again after {@link #kill} or {@link #stop}, on the same port and with the same files.
     *
     * @throws IllegalStateException if it runs, ends before it serves, or does not serve in a minute; the message carries the end of
     *     its log
     */
    public void start() {
        process.start();
        awaitUntil("answers PING", () -> "PONG".equals(command("PING")));
    }

    /** Ends it without warning (SIGKILL), also if it is paused. */
    public void kill() {
        process.kill();
    }

    /** Asks it to end (SIGTERM), and waits until it has. */
    public void stop() {
        process.stop();
    }

    /** Stops it in the middle of whatever it does (SIGSTOP): connections stay open, and are accepted, and nothing is answered. */
    public void pause() {
        process.pause();
    }

    /** Lets a paused one go on (SIGCONT). */
    public void resume() {
        process.resume();
    }

    /**
     * Makes a replica a primary of its own, as an operator does who has lost the old one.
     */
    public void promote() {
        command("REPLICAOF", "NO", "ONE");
    }

    /**
     * Waits until every replica that is connected has acknowledged all that this server has written.
     *
     * <p>A replica whose link is up may still be waiting for the first of it: after a diskless synchronisation the primary sends
     * nothing until the replica's next acknowledgement, which comes once a second.
     */
    public void awaitReplicas() {
        awaitUntil("has replicas that have acknowledged everything", () -> {
            var info = text("INFO", "replication");
            var replicas = info.lines()
                    .filter(line -> REPLICA.matcher(line).lookingAt())
                    .toList();
            var written = "offset=" + field(info, "master_repl_offset");
            return !replicas.isEmpty()
                    && replicas.stream()
                            .allMatch(replica -> List.of(replica.split(",")).contains(written));
        });
    }

    /** Kills it and deletes its files. */
    @Override
    public void close() {
        process.close();
    }

    String text(String... words) {
        return reply(words).toString();
    }

    /** For a command that is never answered with nil. */
    Object reply(String... words) {
        return Objects.requireNonNull(command(words), () -> words[0] + " was answered with nil");
    }

    boolean hasTls() {
        return certificates != null;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits, as a replica, until it has what a primary has and the primary sends it what is new. */
    void awaitInStep(ValkeyServer primary) {
        awaitUntil("is linked to its primary", () -> "up".equals(info("master_link_status")));
        primary.awaitReplicas();
    }

    /** Waits for something that a running server comes to; one that ends instead fails at once. */
    void awaitUntil(String what, Callable<Boolean> condition) {
        Waiting.until(process, "the server at " + uri(), what, condition);
    }

    private static String field(String info, String field) {
        return info.lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("INFO has no field \"" + field + "\""));
    }

    private @Nullable Object ask(Function<RespConnection, @Nullable Object> question) {
        try (var connection = connect()) {
            return question.apply(connection);
        }
    }
}

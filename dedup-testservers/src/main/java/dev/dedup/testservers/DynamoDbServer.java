// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A DynamoDB Local of its own, which a test may kill, pause and start again.
 *
 * <p>It takes any credentials, and all regions and credentials see the same tables. It deletes what a table's TTL lets it within
 * seconds, where the service takes up to days: a test that needs what has expired, or moves its own clock, leaves the TTL of its table
 * off. It listens on every address of the machine, and has no setting for another. From one thread at a time, except for where it
 * listens.
 */
public final class DynamoDbServer implements AutoCloseable {
    private final DynamoDbInstallation installation;
    private final ServerProcess process;
    private final int port;

    private DynamoDbServer(DynamoDbInstallation installation, ServerProcess process, int port) {
        this.installation = installation;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server that keeps its tables in memory, for as long as its process lives.
     *
     * @return the server, ready for requests
     */
    public static DynamoDbServer started() {
        return start(List.of("-inMemory"));
    }

    /**
     * Starts a server that keeps its tables on disk, from one start to the next. It takes some ten times as long for a write.
     *
     * @return the server, ready for requests
     */
    public static DynamoDbServer durable() {
        return start(List.of("-dbPath", "."));
    }

    /**
     * Says which server it is.
     *
     * @return its kind, version and origin, such as {@code DynamoDB Local 3.3.1 (embedded, from Maven Central)}
     */
    public String description() {
        return installation.description();
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
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Says where it listens.
     *
     * @return {@code http://127.0.0.1:port}
     */
    public URI endpoint() {
        return URI.create("http://" + host() + ":" + port);
    }

    /**
     * Starts it again after {@link #kill}, on the same port.
     *
     * @throws IllegalStateException if it runs, ends before it serves, or does not serve in a minute; the message carries the end of
     *     its log
     */
    public void start() {
        process.start();
        Waiting.until(process, "DynamoDB Local on port " + port, "accepts connections", this::accepts);
    }

    /** Ends it without warning (SIGKILL), also if it is paused. */
    public void kill() {
        process.kill();
    }

    /** Stops it in the middle of whatever it does (SIGSTOP): connections are accepted, and nothing is answered. */
    public void pause() {
        process.pause();
    }

    /** Lets a paused one go on (SIGCONT). */
    public void resume() {
        process.resume();
    }

    /** Ends it and deletes its files. */
    @Override
    public void close() {
        process.close();
    }

    private static DynamoDbServer start(List<String> storage) {
        var installation = DynamoDbFinder.found();
        int port = FreePorts.next();
        var arguments = new ArrayList<>(List.of("-port", String.valueOf(port), "-sharedDb", "-disableTelemetry"));
        arguments.addAll(storage);
        var process = installation.process(TestDirectory.create(), arguments);
        var server = new DynamoDbServer(installation, process, port);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The server listens only when it is ready. */
    private boolean accepts() {
        try (var socket = new Socket(host(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

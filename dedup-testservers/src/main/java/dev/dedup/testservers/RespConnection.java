// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection of RESP2, so that a test can ask a server without the client that it tests.
 *
 * <p>A reply is a {@link String} (one char per byte, so that bytes survive), a {@link Long}, a {@link List} of replies, or null. Not thread-safe.
 */
public final class RespConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;

    private RespConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects, without logging in.
     *
     * @param host the server's host
     * @param port the server's port
     * @return the connection, whose connecting and every reply are waited for ten seconds at most
     * @throws UncheckedIOException if nobody listens there
     */
    public static RespConnection open(String host, int port) {
        return open(SocketFactory.getDefault(), host, port);
    }

    static RespConnection open(SocketFactory factory, String host, int port) {
        try {
            var socket = factory.createSocket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            return new RespConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @param words the command's name and arguments, sent as UTF-8
     * @return the reply
     * @throws ServerErrorException if the reply is an error
     * @throws UncheckedIOException if the connection breaks, or no reply comes in ten seconds
     */
    public @Nullable Object command(String... words) {
        return command(bytes(words));
    }

    /**
     * Sends a command of raw bytes and waits for its reply.
     *
     * @param words the command's name and arguments
     * @return the reply
     * @throws ServerErrorException if the reply is an error
     * @throws UncheckedIOException if the connection breaks, or no reply comes in ten seconds
     */
    public @Nullable Object command(byte[]... words) {
        send(words);
        return reply();
    }

    /**
     * Sends a command and does not wait.
     *
     * @param words the command's name and arguments, sent as UTF-8
     * @throws UncheckedIOException if the connection breaks
     */
    public void send(String... words) {
        send(bytes(words));
    }

    /**
     * Waits for the reply to the oldest command not yet answered.
     *
     * @return the reply
     * @throws ServerErrorException if the reply is an error
     * @throws UncheckedIOException if the connection breaks, or no reply comes in ten seconds
     */
    public @Nullable Object reply() {
        try {
            return read();
        } catch (SocketTimeoutException e) {
            throw failed("no reply in " + TIMEOUT_MS + " ms", e);
        } catch (IOException e) {
            throw failed("the connection broke: " + e.getMessage(), e);
        }
    }

    /**
     * Looks whether a reply begins to arrive.
     *
     * @param limit how long to wait for it, at least a millisecond
     * @return false if nothing has come in that time
     * @throws UncheckedIOException if the connection breaks
     */
    public boolean hasReplyWithin(Duration limit) {
        try {
            setTimeout(Math.toIntExact(limit.toMillis()));
            in.mark(1);
            boolean came = in.read() >= 0;
            in.reset();
            return came;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw failed("the connection broke: " + e.getMessage(), e);
        } finally {
            setTimeout(TIMEOUT_MS);
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw failed("not closed: " + e.getMessage(), e);
        }
    }

    private void setTimeout(int millis) {
        try {
            socket.setSoTimeout(millis);
        } catch (IOException e) {
            throw failed("the connection broke: " + e.getMessage(), e);
        }
    }

    private static byte[][] bytes(String... words) {
        return Arrays.stream(words).map(word -> word.getBytes(UTF_8)).toArray(byte[][]::new);
    }

    private void send(byte[]... words) {
        try {
            socket.getOutputStream().write(encode(words));
        } catch (IOException e) {
            throw failed("the connection broke: " + e.getMessage(), e);
        }
    }

    private static byte[] encode(byte[]... words) throws IOException {
        var request = new ByteArrayOutputStream();
        request.write(("*" + words.length + "\r\n").getBytes(UTF_8));
        for (byte[] word : words) {
            request.write(("$" + word.length + "\r\n").getBytes(UTF_8));
            request.write(word);
            request.write('\r');
            request.write('\n');
        }
        return request.toByteArray();
    }

    private @Nullable Object read() throws IOException {
        int type = in.read();
        String line = line();
        return switch (type) {
            case '+' -> line;
            case ':' -> Long.valueOf(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> array(Integer.parseInt(line));
            case '-' -> throw new ServerErrorException(line);
            default -> throw new IOException("a reply cannot begin with byte " + type);
        };
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed it");
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] content = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(content, ISO_8859_1);
    }

    private @Nullable List<@Nullable Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var replies = new ArrayList<@Nullable Object>(length);
        for (int i = 0; i < length; i++) {
            replies.add(read());
        }
        return replies;
    }

    private UncheckedIOException failed(String what, IOException cause) {
        return new UncheckedIOException(socket.getRemoteSocketAddress() + ": " + what, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client's connection through a proxy: a thread for the requests and one for the answers. */
final class ProxyConnection {
    private final TcpProxy proxy;
    private final Framing framing;
    private final Socket client;
    private final Socket server = new Socket();
    /** What is to happen to the answers of requests that went to the server. */
    private final Queue<Fault> armed = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread requests = daemon("proxy-requests", this::passRequests);
    private final Thread answers = daemon("proxy-answers", this::passAnswers);
    private int passed;

    ProxyConnection(TcpProxy proxy, Framing framing, Socket client) {
        this.proxy = proxy;
        this.framing = framing;
        this.client = client;
    }

    void start(SocketAddress address) {
        try {
            server.connect(address);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            reset();
            return;
        }
        requests.start();
        answers.start();
    }

    /** Closes it so that the client reads an error, not an end. */
    void reset() {
        end(true);
    }

    private static Thread daemon(String name, Task task) {
        var thread = new Thread(task::runUntilClosed, name);
        thread.setDaemon(true);
        return thread;
    }

    private void passRequests() throws IOException {
        pass(client, this::request);
    }

    private void passAnswers() throws IOException {
        pass(server, this::answer);
    }

    private void pass(Socket from, Step step) throws IOException {
        var input = framing.input(from.getInputStream());
        try {
            for (byte[] piece = framing.next(input); piece.length > 0; piece = framing.next(input)) {
                step.take(piece);
            }
        } catch (InterruptedException e) {
            // The connection was closed while an answer was held back.
            Thread.currentThread().interrupt();
        } finally {
            end(false);
        }
    }

    private void request(byte[] piece) throws IOException {
        var fault = proxy.faultFor(piece);
        if (fault.isPresent()) {
            fail(fault.get(), piece);
        } else {
            server.getOutputStream().write(piece);
        }
    }

    private void fail(Fault fault, byte[] piece) throws IOException {
        switch (fault.action().kind()) {
            case RESET -> fault.happen(this::reset);
            case ANSWER -> fault.happen(() -> toClient(fault.action().answer()));
            case STAND_IN -> {
                armed.add(fault);
                server.getOutputStream().write(fault.action().request());
            }
            case TRUNCATE, END, REPLACE, HOLD -> {
                armed.add(fault);
                server.getOutputStream().write(piece);
            }
        }
    }

    private void answer(byte[] piece) throws IOException, InterruptedException {
        var fault = armed.peek();
        if (fault == null) {
            toClient(piece);
            return;
        }
        switch (fault.action().kind()) {
            case TRUNCATE -> truncate(fault, piece, this::reset);
            case END -> truncate(fault, piece, client::shutdownOutput);
            case REPLACE -> replace(fault);
            case STAND_IN -> replaceStandIn(fault, piece);
            case HOLD -> hold(fault, piece);
            case RESET, ANSWER -> throw new IllegalStateException(fault.action().kind() + " concerns no answer");
        }
    }

    /** Once it has happened, the client that has seen the end of the answers closes the rest; until then they are swallowed. */
    private void truncate(Fault fault, byte[] piece, Fault.Effect end) throws IOException {
        if (client.isOutputShutdown()) {
            return;
        }
        if (passFirst(fault, piece) < piece.length) {
            fault.happen(end);
        }
    }

    /** Passes what the action lets through of the answer, and says how many bytes of this piece that is. */
    private int passFirst(Fault fault, byte[] piece) throws IOException {
        int pass = Math.min(fault.action().limit(piece) - passed, piece.length);
        toClient(Arrays.copyOf(piece, pass));
        passed += pass;
        return pass;
    }

    /** What comes before the stand-in's answer answers what the client asked before; a small answer arrives as one piece. */
    private void replaceStandIn(Fault fault, byte[] piece) throws IOException {
        String text = new String(piece, ISO_8859_1);
        String serversAnswer = new String(fault.action().serversAnswer(), ISO_8859_1);
        int start = text.indexOf(serversAnswer);
        if (start < 0) {
            toClient(piece);
            return;
        }
        toClient(Arrays.copyOf(piece, start));
        armed.remove();
        fault.happen(() -> toClient(fault.action().answer()));
        toClient(Arrays.copyOfRange(piece, start + serversAnswer.length(), piece.length));
    }

    private void replace(Fault fault) throws IOException {
        armed.remove();
        fault.happen(() -> toClient(fault.action().answer()));
    }

    private void hold(Fault fault, byte[] piece) throws IOException, InterruptedException {
        int pass = passFirst(fault, piece);
        if (pass == piece.length) {
            return;
        }
        armed.remove();
        passed = 0;
        fault.happen(() -> {});
        fault.awaitRelease();
        toClient(Arrays.copyOfRange(piece, pass, piece.length));
    }

    private void toClient(byte[] bytes) throws IOException {
        synchronized (client) {
            client.getOutputStream().write(bytes);
        }
    }

    /** Closes both sides, once. */
    private void end(boolean reset) {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        proxy.closed(this, reset);
        try (client;
                server) {
            if (reset) {
                client.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // The other end has closed it already: so it is closed.
        }
        if (Thread.currentThread() != answers) {
            answers.interrupt();
        }
    }

    /** What a thread does with each piece. */
    private interface Step {
        void take(byte[] piece) throws IOException, InterruptedException;
    }

    /** What a thread does until a side closes the connection. */
    private interface Task {
        void run() throws IOException;

        default void runUntilClosed() {
            try {
                run();
            } catch (IOException e) {
                // That is how the end of a connection that was reset reads.
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Stands between a client and a server, passes bytes, and on command loses, delays or replaces them.
 *
 * <p>A rule looks at each piece of a request as it was read from the client; a client's small request arrives as one piece, and with
 * {@link #toHttp} every request does. The first rule that takes a piece is the one that counts. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final int port = FreePorts.next();
    private final Framing framing;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private volatile InetSocketAddress server;
    private Acceptor acceptor;

    private TcpProxy(InetSocketAddress server, Framing framing) {
        this.server = server;
        this.framing = framing;
        this.acceptor = new Acceptor();
    }

    /**
     * Puts a proxy in front of a server, which need not run yet.
     *
     * @param host the server's host
     * @param port the server's port
     * @return the proxy, accepting connections
     */
    public static TcpProxy to(String host, int port) {
        return new TcpProxy(new InetSocketAddress(host, port), Framing.READS);
    }

    /**
     * Puts a proxy in front of a server of HTTP/1.1: its rules look at whole requests, and its actions at whole answers.
     *
     * @param host the server's host
     * @param port the server's port
     * @return the proxy, accepting connections
     */
    public static TcpProxy toHttp(String host, int port) {
        return new TcpProxy(new InetSocketAddress(host, port), Framing.HTTP);
    }

    /**
     * A rule for requests that hold a text.
     *
     * @param text the text, in ASCII
     * @return the predicate
     */
    public static Predicate<byte[]> containing(String text) {
        return request -> new String(request, StandardCharsets.ISO_8859_1).contains(text);
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
     * @return the port, the same for as long as the proxy is open
     */
    public int port() {
        return port;
    }

    /**
     * Sets a fault for the next matching request.
     *
     * @param requests which requests
     * @param action what to do
     * @return the fault, to wait for
     */
    public Fault once(Predicate<byte[]> requests, ProxyAction action) {
        return times(1, requests, action);
    }

    /**
     * Sets a fault for the next matching requests.
     *
     * @param times for how many
     * @param requests which requests
     * @param action what to do
     * @return the fault, to wait for
     */
    public Fault times(int times, Predicate<byte[]> requests, ProxyAction action) {
        var fault = new Fault(requests, action, times);
        faults.add(fault);
        return fault;
    }

    /**
     * Sets a fault for every matching request, until it is cancelled.
     *
     * @param requests which requests
     * @param action what to do
     * @return the fault, to wait for and to cancel
     */
    public Fault always(Predicate<byte[]> requests, ProxyAction action) {
        return times(Integer.MAX_VALUE, requests, action);
    }

    /**
     * Leads new connections to another server, as a name does that was given another address; open ones stay where they are.
     *
     * @param host the server's host
     * @param port the server's port
     */
    public void pointTo(String host, int port) {
        server = new InetSocketAddress(host, port);
    }

    /** Refuses new connections, as a host does on whose port nobody listens; open ones go on. */
    public synchronized void refuse() {
        acceptor.end();
    }

    /** Accepts new connections again after {@link #refuse}. */
    public synchronized void accept() {
        if (!acceptor.isAlive()) {
            acceptor = new Acceptor();
        }
    }

    /** Resets all open connections. */
    public void cutAll() {
        connections.forEach(ProxyConnection::reset);
    }

    /**
     * Counts the connections that it has accepted.
     *
     * @return their number since the start
     */
    public long accepted() {
        return accepted.get();
    }

    /**
     * Counts the connections that it has reset.
     *
     * @return their number since the start
     */
    public long cuts() {
        return cuts.get();
    }

    /** Refuses new connections and resets the open ones. */
    @Override
    public void close() {
        refuse();
        cutAll();
    }

    /** The fault that is to happen to this request, now counted off. */
    Optional<Fault> faultFor(byte[] request) {
        return faults.stream().filter(fault -> fault.takes(request)).findFirst();
    }

    /** Called before the client can know. */
    void closed(ProxyConnection connection, boolean cut) {
        connections.remove(connection);
        if (cut) {
            cuts.incrementAndGet();
        }
    }

    private void connect(Socket client) {
        var connection = new ProxyConnection(this, framing, client);
        accepted.incrementAndGet();
        connections.add(connection);
        connection.start(server);
    }

    /** Listens, and accepts until it is ended. */
    private final class Acceptor extends Thread {
        private final ServerSocket listener;

        Acceptor() {
            super("proxy-acceptor");
            try {
                listener = new ServerSocket();
                listener.bind(Loopback.address(port), BACKLOG);
            } catch (IOException e) {
                throw new UncheckedIOException("the proxy could not listen on port " + port + ": " + e.getMessage(), e);
            }
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    connect(listener.accept());
                }
            } catch (IOException e) {
                // That is how the end of listening reads.
            }
        }

        /** Only when the thread has left the socket is it surely closed. */
        void end() {
            try {
                listener.close();
                join();
            } catch (IOException e) {
                throw new UncheckedIOException("port " + port + " could not be closed: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                throw Interruption.of(e);
            }
        }
    }
}

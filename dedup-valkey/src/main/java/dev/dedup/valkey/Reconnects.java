// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Remembers why a lost connection could not be made again, so that a call that ended without an answer can say so: Lettuce itself
 * only keeps trying.
 *
 * <p>It is the client's bus, not a listener on Lettuce's own, which hands events over by a pool of the client: of clients that were
 * shut down after a refused connection, some then left their selectors open. Thread-safe.
 */
final class Reconnects implements EventBus {
    /** Longer than the longest pause between two attempts and the time that one takes; what is older says nothing about now. */
    private static final Duration NEWS = Duration.ofSeconds(10);

    private record Failed(String place, Throwable cause, long at) {}

    private final AtomicReference<@Nullable Failed> last = new AtomicReference<>();

    @Override
    public void publish(Event event) {
        if (event instanceof ReconnectFailedEvent failed) {
            last.set(new Failed(place(failed.remoteAddress()), failed.getCause(), System.nanoTime()));
        } else if (event instanceof ConnectionActivatedEvent connected) {
            String place = place(connected.remoteAddress());
            last.updateAndGet(before -> before != null && before.place().equals(place) ? null : before);
        }
    }

    /** An address that is resolved equals none that is not; host and port are what both have. */
    private static String place(SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : address.toString();
    }

    /** Nobody listens to a client of the store's own. */
    @Override
    public Flux<Event> get() {
        return Flux.empty();
    }

    /**
     * Which connection was lost and why the latest attempt failed, if there was one just now and none to the same server that went
     * well.
     *
     * @param problem says what is wrong
     */
    Optional<String> lostConnection(Function<Throwable, String> problem) {
        Failed failed = last.get();
        return failed == null || System.nanoTime() - failed.at() > NEWS.toNanos()
                ? Optional.empty()
                : Optional.of("the connection to " + failed.place() + " was lost and cannot be made again: "
                        + problem.apply(failed.cause()));
    }
}

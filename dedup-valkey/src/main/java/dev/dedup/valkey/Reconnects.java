// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.connection.ConnectionActivatedEvent;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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

    private record Failed(@Nullable SocketAddress address, Throwable cause, long at) {}

    private final AtomicReference<@Nullable Failed> last = new AtomicReference<>();

    @Override
    public void publish(Event event) {
        if (event instanceof ReconnectFailedEvent failed) {
            last.set(new Failed(failed.remoteAddress(), failed.getCause(), System.nanoTime()));
        } else if (event instanceof ConnectionActivatedEvent connected) {
            last.updateAndGet(
                    before -> before != null && connected.remoteAddress().equals(before.address()) ? null : before);
        }
    }

    /** Nobody listens to a client of the store's own. */
    @Override
    public Flux<Event> get() {
        return Flux.empty();
    }

    /** Why the latest attempt failed, if there was one just now and none to the same server that went well. */
    Optional<Throwable> failure() {
        Failed failed = last.get();
        return failed == null || System.nanoTime() - failed.at() > NEWS.toNanos()
                ? Optional.empty()
                : Optional.of(failed.cause());
    }
}

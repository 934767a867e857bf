// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.time.Duration;

/**
 * Ends a connection on which nothing has come back for a while, though something was asked.
 *
 * <p>A server that hangs, or whose host is gone, keeps its connections open: nothing ends them, and nobody looks for the replica that
 * has taken its place. A new connection does. What had no answer is sent again, and knows itself.
 *
 * <p>There is no timer: as long as there are callers they ask again, and the next attempt to write after the limit ends the
 * connection. Used by one connection, on its event loop.
 */
final class SilenceHandler extends ChannelDuplexHandler {
    /** Longer than two deadlines, and than what a server that is only busy takes. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private boolean waiting;
    private long waitingSince;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        waiting = false;
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Lettuce listens to the promise, and to the connection's end
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!waiting) {
            waiting = true;
            waitingSince = System.nanoTime();
        }
        context.write(message, promise);
    }

    /** To be called before a write: ends the connection if the server has been silent for too long. */
    @SuppressWarnings("FutureReturnValueIgnored") // Lettuce listens to the connection's end
    void endIfTooLong(ChannelHandlerContext context) {
        if (waiting && System.nanoTime() - waitingSince > LIMIT.toNanos()) {
            context.close();
        }
    }
}

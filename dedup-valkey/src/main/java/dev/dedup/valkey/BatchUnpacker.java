// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link KeyBatch} into the list of its commands, which Lettuce's command handler takes as one message.
 *
 * <p>It is the first that a message meets: it drops commands that were given up and still come, in a wrapper that does not know, and
 * has the silence looked at even where the command handler's queue is full and lets nothing through.
 */
final class BatchUnpacker extends ChannelOutboundHandlerAdapter {
    private final SilenceHandler silence;

    BatchUnpacker(SilenceHandler silence) {
        this.silence = silence;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise, which Lettuce listens to
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        silence.endIfTooLong(context);
        RedisCommand<?, ?, ?> command = command(message);
        Object rest = command instanceof KeyBatch batch ? batch.unanswered() : message;
        if (isDone(command) || List.of().equals(rest)) {
            promise.trySuccess();
        } else {
            context.write(rest, promise);
        }
    }

    private static @Nullable RedisCommand<?, ?, ?> command(Object message) {
        return message instanceof RedisCommand<?, ?, ?> command ? CommandWrapper.unwrap(command) : null;
    }

    private static boolean isDone(@Nullable RedisCommand<?, ?, ?> command) {
        return command instanceof KeyCommand<?> key && key.isDone();
    }
}

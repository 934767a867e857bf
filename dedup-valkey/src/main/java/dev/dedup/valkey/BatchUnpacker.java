// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.protocol.CommandWrapper;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a {@link KeyBatch} into the list of its commands, which Lettuce's command handler takes as one message. */
final class BatchUnpacker extends ChannelOutboundHandlerAdapter {
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise, which Lettuce listens to
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        KeyBatch batch = batch(message);
        if (batch == null) {
            context.write(message, promise);
            return;
        }
        List<? extends KeyCommand<?>> commands = batch.unanswered();
        if (commands.isEmpty()) {
            promise.trySuccess();
        } else {
            context.write(commands, promise);
        }
    }

    private static @Nullable KeyBatch batch(Object message) {
        if (message instanceof KeyBatch batch) {
            return batch;
        }
        return message instanceof CommandWrapper<?, ?, ?> wrapper
                        && CommandWrapper.unwrap(wrapper) instanceof KeyBatch batch
                ? batch
                : null;
    }
}

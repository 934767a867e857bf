// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;

/** Adds the store's own handlers to each connection that its client makes. */
final class Pipeline implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
        SilenceHandler silence = new SilenceHandler();
        channel.pipeline().addFirst(silence).addLast(new BatchUnpacker(silence));
    }
}

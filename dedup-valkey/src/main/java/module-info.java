// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** Claims on Valkey, ElastiCache, or Redis from 7.0. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Lettuce has no module descriptor
module dev.dedup.valkey {
    requires transitive dev.dedup;
    requires transitive lettuce.core;
    requires io.netty.buffer;
    requires io.netty.transport;
    requires org.slf4j;
    requires reactor.core;
    requires static transitive org.jspecify;

    exports dev.dedup.valkey;

    provides dev.dedup.spi.ClaimStoreProvider with
            dev.dedup.valkey.ValkeyClaimStoreProvider;
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.Deduplicator;
import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;

/** What claims one post a call. */
public enum SingleContender {
    /** {@code tryClaim} of a deduplicator on the Valkey store. */
    DEDUP,
    /** Lettuce's synchronous {@code SET NX GET PX}. */
    LETTUCE;

    /** Claims one post. */
    interface SingleClaimer extends AutoCloseable {
        boolean claim(Fingerprint post);

        @Override
        void close();
    }

    SingleClaimer open(ValkeyServer server) {
        return this == DEDUP ? new Dedup(server) : new Lettuce(server);
    }

    private static final class Dedup implements SingleClaimer {
        private final Deduplicator<Fingerprint> dedup;

        Dedup(ValkeyServer server) {
            dedup = Deduplicator.forItems(ValkeyClaimStore.connect(server.uri()), (Fingerprint post) -> post)
                    .build();
        }

        @Override
        public boolean claim(Fingerprint post) {
            return dedup.tryClaim(post);
        }

        @Override
        public void close() {
            dedup.close();
        }
    }

    private static final class Lettuce implements SingleClaimer {
        private static final byte[] VALUE = "1234567890123456789".getBytes(StandardCharsets.US_ASCII);

        private final RedisClient client;
        private final StatefulRedisConnection<byte[], byte[]> connection;

        Lettuce(ValkeyServer server) {
            client = RedisClient.create(RedisURI.create(server.host(), server.port()));
            connection = client.connect(ByteArrayCodec.INSTANCE);
        }

        @Override
        public boolean claim(Fingerprint post) {
            SetArgs terms = SetArgs.Builder.nx().px(BatchClaimer.HOLD_MILLIS);
            return connection.sync().setGet(LettuceClaimer.key(post), VALUE, terms) == null;
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown();
        }
    }
}

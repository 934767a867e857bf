// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyServer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Claims by Lettuce as its documentation shows pipelining: flushing by hand, and waiting for all. */
final class LettuceClaimer implements BatchClaimer {
    private static final byte[] VALUE = "1234567890123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;

    LettuceClaimer(ValkeyServer server) {
        client = RedisClient.create(RedisURI.create(server.host(), server.port()));
        connection = client.connect(ByteArrayCodec.INSTANCE);
        connection.setAutoFlushCommands(false);
    }

    @Override
    public int claim(Posts posts, int count) {
        int claimed = 0;
        for (int from = 0; from < count; from += BatchClaimRate.BATCH) {
            claimed += claimBatch(posts.fingerprints(from, Math.min(count, from + BatchClaimRate.BATCH)));
        }
        return claimed;
    }

    private int claimBatch(List<Fingerprint> posts) {
        List<RedisFuture<byte[]>> answers = new ArrayList<>(posts.size());
        for (Fingerprint post : posts) {
            answers.add(connection
                    .async()
                    .setGet(key(post), VALUE, SetArgs.Builder.nx().px(HOLD_MILLIS)));
        }
        connection.flushCommands();
        LettuceFutures.awaitAll(Duration.ofMinutes(1), answers.toArray(new RedisFuture<?>[0]));
        return (int) answers.stream().filter(LettuceClaimer::wasFree).count();
    }

    static byte[] key(Fingerprint post) {
        byte[] key = new byte[2 + Fingerprint.BYTES];
        key[0] = 'd';
        key[1] = ':';
        post.writeTo(key, 2);
        return key;
    }

    private static boolean wasFree(RedisFuture<byte[]> answer) {
        try {
            return answer.get() == null;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}

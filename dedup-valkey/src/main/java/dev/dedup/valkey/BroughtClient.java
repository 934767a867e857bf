// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.Optional;
import java.util.function.Supplier;

/** Connects with a client that the application brought, and leaves the client alone after that. */
record BroughtClient(KeyPrefix prefix) {
    private static void leaveOpen() {}

    ValkeyClaimStore open(RedisClient client) {
        Failures failures = new Failures("valkey (the application's client)", Optional::empty);
        return open(failures, () -> {
            StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
            StartCheck.requireSingle(connection, failures.store());
            return new SingleLink(connection, false, BroughtClient::leaveOpen);
        });
    }

    ValkeyClaimStore open(RedisClusterClient client) {
        Failures failures = new Failures("valkey cluster (the application's client)", Optional::empty);
        return open(failures, () -> {
            StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
            check(connection, failures.store());
            return new ClusterLink(connection, prefix, false, BroughtClient::leaveOpen);
        });
    }

    /** Looks at one node: those of a cluster are of one version, or about to be. */
    private static void check(StatefulRedisClusterConnection<byte[], byte[]> connection, String store) {
        try {
            RedisURI node = connection.getPartitions().getPartition(0).getUri();
            StartCheck.isCluster(connection.getConnection(node.getHost(), node.getPort()), store);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private ValkeyClaimStore open(Failures failures, Supplier<Link> connect) {
        try {
            Link link = ConnectFailure.connect(connect);
            EvictionCheck.warn(link, failures.store());
            return new ValkeyClaimStore(prefix, link, failures, RequestQueue.unbounded());
        } catch (RedisException e) {
            throw new ConnectFailure(failures.store(), ConnectHints.OF_BROUGHT_CLIENT).toStoreException(e);
        }
    }
}

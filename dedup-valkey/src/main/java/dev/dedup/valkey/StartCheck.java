// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.StoreException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/** Looks at who answers before the first claim; closes the connection where it cannot stay. */
final class StartCheck {
    private static final String OPERATION = "connect";

    private StartCheck() {}

    /** Whether the server is a node of a cluster; a permanent failure if it is no server for claims. */
    static boolean isCluster(StatefulRedisConnection<byte[], byte[]> connection, String store) {
        ServerHello hello = ServerHello.ask(connection);
        String problem = problem(hello);
        if (hello == null || problem != null) {
            connection.close();
            throw StoreException.permanent(store, OPERATION, String.valueOf(problem), null);
        }
        return hello.isCluster();
    }

    /** Several hosts that are no cluster would be several sets of claims, of which one is used. */
    static void requireOneHost(ValkeyUrl url, String store) {
        int hosts = url.addresses().size();
        if (hosts > 1 && url.option("sentinel") == null) {
            String problem = "the URL names " + hosts
                    + " hosts, and one of them is a single server; several hosts are nodes of one"
                    + " cluster, or, with ?sentinel=NAME, Sentinels";
            throw StoreException.permanent(store, OPERATION, problem, null);
        }
    }

    /** The same for a connection that only suits a single server. */
    static void requireSingle(StatefulRedisConnection<byte[], byte[]> connection, String store) {
        if (isCluster(connection, store)) {
            connection.close();
            throw StoreException.permanent(
                    store, OPERATION, "the server is a node of a cluster; bring a RedisClusterClient", null);
        }
    }

    private static @Nullable String problem(@Nullable ServerHello hello) {
        if (hello == null) {
            return "the server does not know HELLO, so it is older than version 6; " + ServerHello.NEEDED;
        }
        if (!hello.isNewEnough()) {
            return "the server is " + hello.product() + " " + hello.version() + "; " + ServerHello.NEEDED;
        }
        return hello.isSentinel()
                ? "the server is a Sentinel; name the primary that it watches, as in valkey://host:26379?sentinel=mymaster"
                : null;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.DedupClaimer;
import dev.dedup.benchmarks.stores.PythonClaimer;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import java.util.Map;

/** What claims in batches. */
public enum BatchContender {
    /** {@code tryClaimAll} of a deduplicator on the Valkey store. */
    DEDUP,
    /** Lettuce's asynchronous commands, flushed once for each batch. */
    LETTUCE,
    /** A socket that is written and read by hand: what the server and this machine allow. */
    SOCKET,
    /** A pipeline of redis-py, the Python program that teams start with; the environment names the interpreter. */
    REDIS_PY;

    BatchClaimer open(ValkeyServer server) {
        return switch (this) {
            case DEDUP -> new DedupClaimer(ValkeyClaimStore.connect(server.uri()), BatchClaimRate.BATCH);
            case LETTUCE -> new LettuceClaimer(server);
            case SOCKET -> new SocketClaimer(server);
            case REDIS_PY -> new PythonClaimer("redis_pipeline.py", Map.of(), Integer.toString(server.port()));
        };
    }
}

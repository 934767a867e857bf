// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * How the server or the servers of a store are, at one moment.
 *
 * <p>Immutable. Of a cluster, the sum over its primaries; what a server does not say, or does not let this user ask, is empty.
 *
 * @param reachable whether every primary answered
 * @param evictedKeys how many keys the servers have dropped to make room since they started: each may have been a live claim
 * @param usedMemory the bytes in use
 * @param maximumMemory the limit in bytes; empty if there is none
 * @param replicationLag how many bytes the replica that is furthest behind has yet to get: what a fail-over would lose now
 */
public record ValkeyHealth(
        boolean reachable,
        OptionalLong evictedKeys,
        OptionalLong usedMemory,
        OptionalLong maximumMemory,
        OptionalLong replicationLag) {
    /**
     * Makes a report of its parts.
     *
     * @param reachable whether every primary answered
     * @param evictedKeys how many keys were dropped, if known
     * @param usedMemory the bytes in use, if known
     * @param maximumMemory the limit in bytes, if known and there is one
     * @param replicationLag the bytes a replica is behind, if known and there is one
     * @throws NullPointerException if a part is null
     */
    public ValkeyHealth {
        Objects.requireNonNull(evictedKeys, "evictedKeys");
        Objects.requireNonNull(usedMemory, "usedMemory");
        Objects.requireNonNull(maximumMemory, "maximumMemory");
        Objects.requireNonNull(replicationLag, "replicationLag");
    }

    static ValkeyHealth unreachable() {
        OptionalLong unknown = OptionalLong.empty();
        return new ValkeyHealth(false, unknown, unknown, unknown, unknown);
    }

    /** Of servers that answer, but do not say more to this user. */
    static ValkeyHealth silent() {
        OptionalLong unknown = OptionalLong.empty();
        return new ValkeyHealth(true, unknown, unknown, unknown, unknown);
    }

    static ValkeyHealth of(List<ServerInfo> infos) {
        return new ValkeyHealth(
                true,
                sum(infos, info -> info.number("evicted_keys")),
                sum(infos, info -> info.number("used_memory")),
                positive(sum(infos, info -> info.number("maxmemory"))),
                sum(infos, ServerInfo::replicationLag));
    }

    private static OptionalLong sum(List<ServerInfo> infos, Function<ServerInfo, OptionalLong> field) {
        LongStream known = infos.stream().map(field).flatMapToLong(OptionalLong::stream);
        return known.reduce(Long::sum);
    }

    /** A limit of 0 is none. */
    private static OptionalLong positive(OptionalLong limit) {
        return limit.orElse(0) > 0 ? limit : OptionalLong.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.testservers.ValkeyServer;

/** Prints what a confirmed claim takes of the server's memory, at one and at two million claims. */
public final class ServerMemory {
    private static final int MILLION = 1_000_000;

    private ServerMemory() {}

    /**
     * Claims two million posts.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try (ValkeyServer server = ValkeyServer.started();
                BatchClaimer claimer = BatchContender.DEDUP.open(server)) {
            long empty = usedMemory(server);
            for (int millions = 1; millions <= 2; millions++) {
                claimer.claim(new Posts((millions - 1L) * MILLION, 0), MILLION);
                double bytes = (usedMemory(server) - empty) / (double) (millions * MILLION);
                System.out.printf("%d million claims: %.1f bytes of used_memory each%n", millions, bytes);
            }
        }
    }

    private static long usedMemory(ValkeyServer server) {
        return Long.parseLong(server.info("used_memory"));
    }
}

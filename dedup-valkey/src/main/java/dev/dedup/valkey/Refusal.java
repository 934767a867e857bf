// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.RedisCommandExecutionException;

/** Tells a server that answers with a refusal from one that does not answer. */
final class Refusal {
    private Refusal() {}

    static boolean isIn(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RedisCommandExecutionException) {
                return true;
            }
        }
        return false;
    }
}

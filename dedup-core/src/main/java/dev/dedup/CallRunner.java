// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.util.concurrent.CompletableFuture;

/** Takes a call to its end: sends its chunks, waits for their answers, and waits between its rounds. */
interface CallRunner {
    /**
     * Runs a call.
     *
     * @return completes when the call has all answers or is given up; exceptionally only if it was never begun, because an executor
     *     refused it
     */
    <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call);
}

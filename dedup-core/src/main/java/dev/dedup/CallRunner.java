// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.util.concurrent.CompletableFuture;

/** Takes a call to its end: sends its chunks, waits for their answers, and waits between its rounds. */
interface CallRunner {
    /** Completes when the call has all answers or is given up; never exceptionally because of the store. */
    <V> CompletableFuture<StoreCall<V>> run(StoreCall<V> call);
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.spi.ClaimToken;
import java.util.concurrent.CompletionStage;

/** A call that a deadline cut short, and that can go on. */
interface UnfinishedCall {
    UnknownOutcomeException.Operation operation();

    ClaimToken token();

    ClaimBatch<?> batch();

    ClaimBatch<?> retry();

    CompletionStage<? extends ClaimBatch<?>> retryAsync();

    void release();

    void releaseAll();
}

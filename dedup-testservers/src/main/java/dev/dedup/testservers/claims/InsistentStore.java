// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Asks each claim that has a duplicate in it three times, so that a memory in front of a store comes to answer the last one. */
public final class InsistentStore extends ForwardingStore {
    private static final int TIMES = 3;

    private final LongAdder remembered;

    /**
     * A store that asks another.
     *
     * @param store the store, with a memory in front
     * @param remembered adds up the verdicts that came from the memory
     */
    public InsistentStore(ClaimStore store, LongAdder remembered) {
        super(store);
        this.remembered = remembered;
    }

    @Override
    public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
        return claim(request, TIMES);
    }

    private CompletionStage<Answers<Verdict>> claim(ClaimRequest request, int times) {
        return super.claim(request).thenCompose(answers -> {
            remembered.add(answers.remembered());
            boolean isLast = times == 1 || !hasDuplicate(answers);
            return isLast ? CompletableFuture.completedFuture(answers) : claim(request, times - 1);
        });
    }

    private static boolean hasDuplicate(Answers<Verdict> answers) {
        for (int i = 0; i < answers.size(); i++) {
            if (answers.value(i) == Verdict.DUPLICATE) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;

/** With a memory of few claims in front, on the system's clock. */
class RecentDuplicatesSmallContractTest extends ClaimStoreContract {
    private static final LongAdder REMEMBERED = new LongAdder();

    @Override
    protected ClaimStore createStore() {
        return new InsistentStore(
                RecentDuplicates.inFrontOf(InMemoryClaimStore.create())
                        .maximumClaims(8)
                        .build(),
                REMEMBERED);
    }

    @Override
    protected ContractClock clock() {
        return ContractClock.waitingFor(InstantSource.system(), Duration.ofMillis(1));
    }

    @AfterAll
    static void theMemoryAnswered() {
        assertThat(REMEMBERED.sum()).as("verdicts from the memory").isGreaterThan(100);
    }
}

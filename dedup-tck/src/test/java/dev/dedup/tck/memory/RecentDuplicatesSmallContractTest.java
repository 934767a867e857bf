// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.memory;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import java.time.Duration;
import java.time.InstantSource;

/** With a memory of few claims in front, on the system's clock. */
class RecentDuplicatesSmallContractTest extends ClaimStoreContract {
    @Override
    protected ClaimStore createStore() {
        return new InsistentStore(RecentDuplicates.inFrontOf(InMemoryClaimStore.create())
                .maximumClaims(8)
                .build());
    }

    @Override
    protected ContractClock clock() {
        return ContractClock.waitingFor(InstantSource.system(), Duration.ofMillis(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.memory;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;

/** With a memory in front, whose own verdicts are those that the kit sees. */
class RecentDuplicatesContractTest extends ClaimStoreContract {
    private final ManualClock clock = new ManualClock();

    @Override
    protected ClaimStore createStore() {
        ClaimStore store = InMemoryClaimStore.builder().clock(clock).build();
        return new InsistentStore(RecentDuplicates.inFrontOf(store).clock(clock).build());
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }
}

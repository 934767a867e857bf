// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.memory;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;

// region memory
class InMemoryContractTest extends ClaimStoreContract {
    private final ManualClock clock = new ManualClock();

    @Override
    protected ClaimStore createStore() {
        return InMemoryClaimStore.builder().clock(clock).build();
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }
}
// endregion

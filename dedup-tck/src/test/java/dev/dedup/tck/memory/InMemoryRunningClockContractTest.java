// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.memory;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import java.time.Duration;
import java.time.InstantSource;

/** As it is without a setting: on the system's clock. */
class InMemoryRunningClockContractTest extends ClaimStoreContract {
    @Override
    protected ClaimStore createStore() {
        return InMemoryClaimStore.create();
    }

    @Override
    protected ContractClock clock() {
        return ContractClock.waitingFor(InstantSource.system(), Duration.ofMillis(1));
    }
}

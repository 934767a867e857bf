// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import java.time.Duration;
import java.time.InstantSource;

class RunningClockContractTest extends ClaimStoreContract {
    private final InstantSource serverTime = InstantSource.system();

    @Override
    protected ClaimStore createStore() {
        return new ModestStore(serverTime);
    }

    // region running-clock
    @Override
    protected ContractClock clock() {
        return ContractClock.waitingFor(serverTime, Duration.ofMillis(2));
    }
    // endregion
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.memory;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import java.time.Instant;

/** With room for fewer claims than the contract tries to make, on a clock that crosses the beginning of 1970. */
class InMemorySmallContractTest extends ClaimStoreContract {
    private static final long ROOM = 12_345;

    private final ManualClock clock = new ManualClock(Instant.parse("1969-12-31T23:59:55Z"));

    @Override
    protected ClaimStore createStore() {
        return InMemoryClaimStore.builder().clock(clock).maximumClaims(ROOM).build();
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }
}

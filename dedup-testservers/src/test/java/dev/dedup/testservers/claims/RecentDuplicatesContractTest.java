// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;

/** With a memory in front, whose own verdicts are those that the kit sees. */
class RecentDuplicatesContractTest extends ClaimStoreContract {
    private static final LongAdder REMEMBERED = new LongAdder();

    private final ManualClock clock = new ManualClock();

    @Override
    protected ClaimStore createStore() {
        ClaimStore store = InMemoryClaimStore.builder().clock(clock).build();
        return new InsistentStore(RecentDuplicates.inFrontOf(store).clock(clock).build(), REMEMBERED);
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }

    @AfterAll
    static void theMemoryAnswered() {
        assertThat(REMEMBERED.sum()).as("verdicts from the memory").isGreaterThan(100);
    }
}

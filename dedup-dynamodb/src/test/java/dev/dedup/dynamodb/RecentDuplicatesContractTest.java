// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.InsistentStore;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** One table with a memory in front, whose own verdicts are those that the kit sees, also at the end of a short hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-jdk")
class RecentDuplicatesContractTest extends ClaimStoreContract {
    private static final LongAdder REMEMBERED = new LongAdder();

    private final String table = Local.table();
    private final ManualClock clock = new ManualClock();

    @Override
    protected ClaimStore createStore() {
        ClaimStore store = Local.builder(table).clock(clock).build();
        return new InsistentStore(RecentDuplicates.inFrontOf(store).clock(clock).build(), REMEMBERED);
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(1);
    }

    @Override
    protected int trials() {
        return 10;
    }

    @AfterAll
    static void theMemoryAnswered() {
        assertThat(REMEMBERED.sum()).as("verdicts from the memory").isGreaterThan(100);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.InsistentStore;
import dev.dedup.testservers.claims.ServerClock;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** One server with a memory in front, whose own verdicts are those that the kit sees. */
@Tag("one-jdk")
class RecentDuplicatesContractTest extends ClaimStoreContract {
    private static final LongAdder REMEMBERED = new LongAdder();

    @AutoClose
    private static final PostgresServer SERVER = Servers.start(Servers.NEWEST);

    @AutoClose
    private static final ServerClock CLOCK = ServerClock.of(SERVER);

    @Override
    protected ClaimStore createStore() {
        ClaimStore store = PostgresClaimStore.builder().url(Servers.url(SERVER)).build();
        return new InsistentStore(RecentDuplicates.inFrontOf(store).build(), REMEMBERED);
    }

    @Override
    protected ContractClock clock() {
        return CLOCK.contractClock();
    }

    @Override
    protected int trials() {
        return 30;
    }

    @AfterAll
    static void theMemoryAnswered() {
        assertThat(REMEMBERED.sum()).as("verdicts from the memory").isGreaterThan(100);
    }
}

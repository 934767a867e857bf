// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.CutOff;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;

/** The contract through a proxy that can be cut, on a clock that stands still until it is moved. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DynamoDbContract extends ClaimStoreContract {
    private final String table = Local.table();
    private final ManualClock clock = new ManualClock();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    abstract DynamoDbClaimStoreBuilder configured(DynamoDbClaimStoreBuilder builder);

    @Override
    protected ClaimStore createStore() {
        return configured(Local.builder(table, Local.endpoint(proxy)).clock(clock))
                .build();
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }

    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(configured(Local.builder(table).clock(clock)).build());
    }

    @Override
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.of(new CutOff(proxy));
    }

    /** DynamoDB Local takes a thousand claims a second, and far fewer on a machine that is busy with other tests. */
    @Override
    protected Duration patience() {
        return Duration.ofMinutes(1);
    }

    @Override
    protected int trials() {
        return 20;
    }
}

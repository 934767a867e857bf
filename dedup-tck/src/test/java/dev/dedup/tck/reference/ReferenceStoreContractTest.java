// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.tck.StoreFaults;
import java.util.Optional;

// region contract
class ReferenceStoreContractTest extends ClaimStoreContract {
    private final ReferenceServer server = new ReferenceServer();
    private final ManualClock clock = new ManualClock();

    @Override
    protected ClaimStore createStore() {
        return new ReferenceStore(server, clock);
    }

    @Override
    protected ContractClock clock() {
        return clock;
    }
    // endregion

    // region hooks
    @Override
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.of(new ReferenceStore(server, clock));
    }

    @Override
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.of(server);
    }

    @Override
    protected Optional<ClaimStore> restart(ClaimStore store) {
        store.close();
        return Optional.of(new ReferenceStore(server, clock));
    }
    // endregion
}

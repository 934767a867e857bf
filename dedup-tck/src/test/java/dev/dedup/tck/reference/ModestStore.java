// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The reference store with a running clock, small batches, and nothing promised beyond the contract. */
final class ModestStore extends ReferenceStore {
    ModestStore(InstantSource clock) {
        super(new ReferenceServer(), clock);
    }

    @Override
    protected Optional<Instant> expiry(ClaimRequest request) {
        if (request.isForever()) {
            throw StoreException.permanent(
                    name(), "claim", "this store cannot hold a claim forever; give a hold", null);
        }
        return super.expiry(request);
    }

    @Override
    public StoreGuarantees guarantees() {
        StoreGuarantees.Builder guarantees = StoreGuarantees.builder(Clock.STORE);
        for (Guarantee guarantee : Guarantee.values()) {
            guarantees.excludes(guarantee, "a modest store promises nothing");
        }
        return guarantees.build();
    }

    @Override
    public String name() {
        return "modest";
    }

    @Override
    public int maximumBatchSize() {
        return 3;
    }

    @Override
    public boolean isBlocking() {
        return false;
    }
}

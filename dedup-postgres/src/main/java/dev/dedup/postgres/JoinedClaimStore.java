// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.StoreGuarantees;

/** A store inside a transaction of the caller's. */
final class JoinedClaimStore extends BlockingClaimStore {
    JoinedClaimStore(Claims claims, Failures failures, StoreGuarantees guarantees) {
        super(claims, claims::claim, failures, guarantees);
    }

    @Override
    public boolean isTransactional() {
        return true;
    }

    /** The transaction and its connection are the caller's. */
    @Override
    public void close() {
        markClosed();
    }
}

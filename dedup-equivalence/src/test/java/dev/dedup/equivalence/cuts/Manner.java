// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.TcpProxy;

/** How the client asks of which something is lost. */
enum Manner {
    /** As it does by itself. */
    PLAIN,
    /** With what changes how a store asks, and not what it means. */
    TUNED;

    ClaimStore open(StoreUnderTest store, TcpProxy proxy) {
        return this == TUNED ? store.openTuned(proxy) : store.open(proxy);
    }

    /** Whether a claim looks what is there, and puts only what is not. */
    boolean looksFirst(StoreKind kind) {
        return this == TUNED && kind == StoreKind.DYNAMODB;
    }

    /** Whether claims that come together may share a request, and its answer. */
    boolean sharesRequests(StoreKind kind) {
        return this == TUNED && kind == StoreKind.POSTGRES;
    }
}

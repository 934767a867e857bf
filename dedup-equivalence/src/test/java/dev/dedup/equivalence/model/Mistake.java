// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.tck.ManualClock;

/** What may be wrong with a store. */
enum Flaw {
    /** Gives back what is somebody else's. */
    RELEASES_FOR_ANYBODY,
    /** Confirms what is somebody else's. */
    RENEWS_FOR_ANYBODY,
    /** Does not know a token again. */
    REFUSES_ITS_HOLDER,
    /** Renews when the holder claims again. */
    RENEWS_BY_A_REPLAY,
    /** Renews when somebody sees a duplicate. */
    SLIDES_THE_WINDOW,
    /** Makes a lease of what was confirmed. */
    TURNS_BACK_TO_A_LEASE,
    /** Tells of a lease as of a confirmed claim. */
    CALLS_A_LEASE_A_DUPLICATE,
    /** Frees a claim a millisecond late. */
    HOLDS_TOO_LONG,
    /** Frees a claim a millisecond early. */
    HOLDS_TOO_SHORT,
    /** Refuses a whole batch because of one conflict. */
    REFUSES_WHOLE_BATCHES,
    /** Says that it has forgotten what was not there. */
    FORGETS_NOTHING_GLADLY,
    /** Keeps claims in the client. */
    LOSES_ALL_WITH_ITS_CLIENT;

    /** A store in memory that has the flaw. */
    Bench bench() {
        ManualClock clock = new ManualClock();
        InMemoryClaimStore store = store(clock);
        return new Bench(
                name(),
                this == LOSES_ALL_WITH_ITS_CLIENT ? () -> store(clock) : () -> new FlawedStore(this, store.shared()),
                clock);
    }

    private static InMemoryClaimStore store(ManualClock clock) {
        return InMemoryClaimStore.builder().clock(clock).build();
    }
}

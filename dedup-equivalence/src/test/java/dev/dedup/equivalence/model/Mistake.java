// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ManualClock;

/** What may be wrong with a store. */
enum Mistake {
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
    /** Says of the first claim of a post that it is a duplicate, and makes it all the same. */
    DENIES_WHAT_IT_CLAIMS,
    /** Says of a release that there was none, and makes it all the same. */
    DENIES_WHAT_IT_RELEASES,
    /** Holds and shows a claim for a millisecond too long. */
    HOLDS_TOO_LONG,
    /** Holds and shows a claim for a millisecond too short. */
    HOLDS_TOO_SHORT,
    /** Shows when a claim ends, and tells of a millisecond more that is left. */
    SHOWS_TOO_MUCH_TIME,
    /** Refuses a post at the end of its claim, and frees it a millisecond later. */
    CLAIMS_LATE,
    /** Confirms at the end of a claim, and until a millisecond later. */
    RENEWS_LATE,
    /** Gives back at the end of a claim, and until a millisecond later. */
    RELEASES_LATE,
    /** Says at the end of a claim, and until a millisecond later, that it has forgotten it. */
    FORGETS_LATE,
    /** Shows a claim at its end, and until a millisecond later. */
    SHOWS_LATE,
    /** Claims for an hour what was to be held forever. */
    CLAIMS_FOR_NO_MORE_THAN_AN_HOUR,
    /** Renews for an hour what was to be held forever. */
    RENEWS_FOR_NO_MORE_THAN_AN_HOUR,
    /** Refuses a whole batch because of one conflict. */
    REFUSES_WHOLE_BATCHES,
    /** Says that it has forgotten what was not there. */
    FORGETS_NOTHING_GLADLY,
    /** Keeps claims in the client. */
    LOSES_ALL_WITH_ITS_CLIENT;

    /** A store in memory that makes the mistake. */
    Bench bench() {
        ManualClock clock = new ManualClock();
        return new Bench(name(), clock, setup -> clients(clock));
    }

    private Clients clients(ManualClock clock) {
        InMemoryClaimStore store = store(clock);
        return Clients.of(() -> switch (this) {
            case LOSES_ALL_WITH_ITS_CLIENT -> store(clock);
            case CLAIMS_LATE, RENEWS_LATE, RELEASES_LATE, FORGETS_LATE, SHOWS_LATE ->
                new LateStore(this, store.shared());
            default -> mistaken(store.shared());
        });
    }

    private ClaimStore mistaken(ClaimStore store) {
        return new MistakenStore(this, store);
    }

    private static InMemoryClaimStore store(ManualClock clock) {
        return InMemoryClaimStore.builder().clock(clock).build();
    }
}

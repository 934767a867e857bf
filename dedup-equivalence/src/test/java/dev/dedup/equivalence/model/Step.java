// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimState;
import java.util.List;

/** One step of a program: a worker, by its number, does something with posts, by their places. */
sealed interface Step {
    /** Takes the step on one store. Fails if an answer is not the model's. */
    void on(StoreRun run);

    /** Begins a call of its own, and claims distinct posts. */
    record Claim(int worker, List<Integer> posts, ClaimState state, Hold hold, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.call(worker, posts, Operation.claim(run.newToken(worker), state, run.time(hold)), fate);
        }
    }

    /** Confirms or extends what the worker's last call claimed. */
    record Renew(int worker, List<Integer> posts, ClaimState state, Hold hold, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.call(worker, posts, Operation.renew(run.token(worker), state, run.time(hold)), fate);
        }
    }

    /** Gives back what the worker's last call claimed. */
    record Release(int worker, List<Integer> posts, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.call(worker, posts, Operation.release(run.token(worker)), fate);
        }
    }

    /** Has posts forgotten. */
    record Forget(int worker, List<Integer> posts, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.ask(worker, posts, Operation.forget(), fate);
        }
    }

    /** Looks posts up. */
    record Lookup(int worker, List<Integer> posts) implements Step {
        @Override
        public void on(StoreRun run) {
            run.ask(worker, posts, Operation.lookup(), Fate.ANSWERED);
        }
    }

    /** Sends a claim, renewal or release of the worker's again, under its token: the last one, or one from so many before. */
    record Retry(int worker, int back) implements Step {
        @Override
        public void on(StoreRun run) {
            run.askAgain(worker, back);
        }
    }

    /** Claims or leases posts through a deduplicator, the same one perhaps more than once. */
    record ClaimAll(int worker, List<Integer> posts, ClaimState state, Hold hold, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.deduplicators().claimAll(worker, posts, state, hold, fate);
        }
    }

    /** Leases a post through a deduplicator, and confirms it, or gives it back because the action failed. */
    record ProcessOnce(int worker, int post, Hold hold, boolean succeeds, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.deduplicators().processOnce(worker, post, hold, succeeds, fate);
        }
    }

    /** Takes a lease on a post by hand, through a deduplicator. */
    record Lease(int worker, int post, Hold hold, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.deduplicators().lease(worker, post, hold, fate);
        }
    }

    /** Does something with the lease that the worker has by hand, if it has one. */
    record Settle(int worker, Settlement how, Fate fate) implements Step {
        @Override
        public void on(StoreRun run) {
            run.deduplicators().settle(worker, how, fate);
        }
    }

    /** Lets time pass: so many milliseconds, of those of which a short hold has {@value Hold#SHORT_MILLIS}. */
    record Pass(int millis) implements Step {
        @Override
        public void on(StoreRun run) {
            run.pass(millis);
        }
    }

    /**
     * Another worker takes this one's place, and knows nothing of what it held.
     *
     * <p>Its client is closed as {@link Reopen} closes it: for the store the difference is what is never asked any more.
     */
    record Crash(int worker) implements Step {
        @Override
        public void on(StoreRun run) {
            run.crash(worker);
        }
    }

    /** Gives the worker a new client, and all who share the old one with it. */
    record Reopen(int worker) implements Step {
        @Override
        public void on(StoreRun run) {
            run.reopen(worker);
        }
    }
}

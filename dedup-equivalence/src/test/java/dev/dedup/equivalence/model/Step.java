// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.spi.ClaimState;
import java.time.Duration;
import java.util.List;

/** One step of a program: a worker, by its number, does something with posts, by their places. */
sealed interface Step {
    /** Takes the step on one store. Fails if an answer is not the model's. */
    void on(Trial trial);

    /** Begins a call of its own, and claims distinct posts. */
    record Claim(int worker, List<Integer> posts, ClaimState state, Hold hold, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.call(worker, posts, Request.claim(trial.newToken(worker), state, hold), fate);
        }
    }

    /** Confirms or extends what the worker's last call claimed. */
    record Renew(int worker, List<Integer> posts, ClaimState state, Hold hold, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.call(worker, posts, Request.renew(trial.token(worker), state, hold), fate);
        }
    }

    /** Gives back what the worker's last call claimed. */
    record Release(int worker, List<Integer> posts, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.call(worker, posts, Request.release(trial.token(worker)), fate);
        }
    }

    /** Has posts forgotten. */
    record Forget(int worker, List<Integer> posts, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.ask(worker, posts, Request.forget(), fate);
        }
    }

    /** Looks posts up. */
    record Lookup(int worker, List<Integer> posts) implements Step {
        @Override
        public void on(Trial trial) {
            trial.ask(worker, posts, Request.lookup(), Fate.ANSWERED);
        }
    }

    /** Sends the worker's last claim, renewal or release again, under the same token. */
    record Retry(int worker) implements Step {
        @Override
        public void on(Trial trial) {
            trial.askAgain(worker);
        }
    }

    /** Claims or leases posts through a deduplicator, the same one perhaps more than once. */
    record ClaimAll(int worker, List<Integer> posts, ClaimState state, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.claimAll(worker, posts, state, fate);
        }
    }

    /** Leases a post through a deduplicator, and confirms it, or gives it back because the action failed. */
    record ProcessOnce(int worker, int post, boolean succeeds, Fate fate) implements Step {
        @Override
        public void on(Trial trial) {
            trial.processOnce(worker, post, succeeds, fate);
        }
    }

    /** Lets time pass. */
    record Pass(int millis) implements Step {
        @Override
        public void on(Trial trial) {
            trial.pass(Duration.ofMillis(millis));
        }
    }

    /** Ends the worker in the middle of its work; another takes its place and knows nothing. */
    record Crash(int worker) implements Step {
        @Override
        public void on(Trial trial) {
            trial.crash(worker);
        }
    }

    /** Gives the worker a new client. */
    record Reopen(int worker) implements Step {
        @Override
        public void on(Trial trial) {
            trial.reopen(worker);
        }
    }
}

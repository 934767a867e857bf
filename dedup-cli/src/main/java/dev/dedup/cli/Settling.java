// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.LeaseBatch;
import dev.dedup.LeaseLostException;
import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Brings each post to its end: leased, written and flushed, then confirmed; or known to be a duplicate.
 *
 * <p>A post that somebody else has leased is neither. It is kept and asked for again, until it is confirmed by the other or free for
 * us. An error ends the run with the posts it concerns unwritten and unclaimed. For one thread.
 */
final class Settling {
    private final Deduplicator<Post> dedup;
    private final Outputs outputs;
    private final Tally tally;
    private final Console console;
    private final Patience patience;
    private final Kept kept = new Kept();

    /**
     * Begins.
     *
     * @param written posts that the output holds, and whose claim is still to be made
     */
    Settling(
            Deduplicator<Post> dedup,
            Outputs outputs,
            Tally tally,
            Console console,
            Patience patience,
            List<Post> written) {
        this.dedup = dedup;
        this.outputs = outputs;
        this.tally = tally;
        this.console = console;
        this.patience = patience;
        written.forEach(kept::add);
    }

    /** Settles posts, or keeps those that others are working on; asks for kept ones again about once a lease time. */
    void settle(List<Post> posts) throws InterruptedException {
        if (!kept.isEmpty() && patience.isOver()) {
            askForKept();
            patience.renew();
        }
        ask(kept.queueBehind(posts));
        if (kept.isFull()) {
            waitWhile(kept::isFull);
        }
    }

    /** Settles all that were kept. */
    void finish() throws InterruptedException {
        if (!kept.isEmpty()) {
            askForKept();
            waitWhile(() -> !kept.isEmpty());
        }
    }

    private void waitWhile(BooleanSupplier unsettled) throws InterruptedException {
        patience.renew();
        while (unsettled.getAsBoolean()) {
            if (patience.isOver()) {
                throw stillInFlight();
            }
            patience.pause();
            askForKept();
        }
    }

    private void askForKept() {
        int before = kept.size();
        ask(kept.takeAll());
        if (kept.size() < before) {
            patience.renew();
        }
    }

    private RunException stillInFlight() {
        return RunException.store(
                kept.size() + " posts are still leased by others after the lease time of "
                        + patience.leaseTime().toSeconds()
                        + " s; they were not written. Run again with --append when the others are done, or give the longest"
                        + " --lease-time that any of them uses",
                null);
    }

    private void ask(List<Post> posts) {
        if (posts.isEmpty()) {
            return;
        }
        // Posts that cannot be written are given back at once, for others to take.
        try (LeaseBatch<Post> batch = dedup.tryLeaseAll(posts)) {
            List<Post> claimed = batch.claimed();
            write(claimed);
            sortOthers(batch, claimed);
            outputs.flush();
            tally.addUnique(unwritten(claimed));
            confirm(batch);
        }
    }

    private void write(List<Post> claimed) {
        for (Post post : claimed) {
            if (!post.isWritten()) {
                outputs.writeUnique(post.record());
            }
        }
    }

    /** Whoever stands behind an equal post of its own batch is found in flight, but a duplicate as soon as that is confirmed. */
    private void sortOthers(ClaimBatch<Post> batch, List<Post> claimed) {
        if (claimed.size() == batch.size()) {
            return;
        }
        Set<Fingerprint> ours = fingerprints(claimed);
        for (int i = 0; i < batch.size(); i++) {
            Post post = batch.items().get(i);
            switch (batch.verdict(i)) {
                case CLAIMED -> {}
                case DUPLICATE -> duplicate(post);
                case IN_FLIGHT -> behind(post, ours);
                case UNKNOWN -> throw new IllegalStateException("a batch without an exception has no unknown posts");
            }
        }
    }

    private void behind(Post post, Set<Fingerprint> ours) {
        if (ours.contains(post.fingerprint())) {
            duplicate(post);
        } else {
            kept.add(post);
        }
    }

    private void duplicate(Post post) {
        if (!post.isWritten()) {
            outputs.writeDuplicate(post.record());
            tally.addDuplicate(1);
        }
    }

    private void confirm(LeaseBatch<Post> batch) {
        try {
            batch.confirm();
        } catch (LeaseLostException lost) {
            claimAgain(lost);
        }
    }

    /** Their lease lapsed while they were written, by a slow reader of the output perhaps; mostly nobody else took them. */
    private void claimAgain(LeaseLostException lost) {
        List<Post> posts = new ArrayList<>();
        lost.items().forEach(item -> posts.add((Post) item));
        int taken = posts.size() - dedup.tryClaimAll(posts).claimed().size();
        tally.addRepeated(taken);
        if (taken > 0) {
            console.note(
                    taken + " posts took longer to write than the lease time of "
                            + patience.leaseTime().toSeconds()
                            + " s, and others have taken them too: they may be written twice. A longer --lease-time avoids that");
        }
    }

    private static Set<Fingerprint> fingerprints(List<Post> posts) {
        Set<Fingerprint> fingerprints = new HashSet<>(posts.size() * 2);
        posts.forEach(post -> fingerprints.add(post.fingerprint()));
        return fingerprints;
    }

    private static long unwritten(List<Post> posts) {
        return posts.stream().filter(post -> !post.isWritten()).count();
    }
}

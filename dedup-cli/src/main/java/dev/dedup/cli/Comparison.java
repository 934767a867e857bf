// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What the stores of a run said of the same posts, and on which of them they disagree. For one thread. */
final class Comparison {
    private static final int DIFFERENCES_KEPT = 10;

    private final Contenders contenders;
    private final ClaimLog claims;
    private final List<Difference> firstDifferences = new ArrayList<>();
    private long compared;
    private long differing;

    Comparison(Contenders contenders, ClaimLog claims) {
        this.contenders = contenders;
        this.claims = claims;
    }

    /**
     * Has every store claim a batch.
     *
     * @throws RunException if a store fails; the batch is in no count then, and may be held by any of them
     */
    void compare(List<Sighting> batch) {
        try {
            contenders.ask(batch);
        } catch (RuntimeException e) {
            batch.forEach(post -> claims.add(post.fingerprint()));
            throw e;
        }
        compared += batch.size();
        for (int i = 0; i < batch.size(); i++) {
            take(batch.get(i), contenders.verdicts(i));
        }
    }

    private void take(Sighting post, List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.CLAIMED)) {
            claims.add(post.fingerprint());
        }
        if (Set.copyOf(verdicts).size() > 1) {
            differing++;
            keep(new Difference(post, verdicts));
        }
    }

    private void keep(Difference difference) {
        if (firstDifferences.size() < DIFFERENCES_KEPT) {
            firstDifferences.add(difference);
        }
    }

    List<Contender> contenders() {
        return contenders.all();
    }

    /** Returns the first posts on which stores disagree, in input order. */
    List<Difference> firstDifferences() {
        return Collections.unmodifiableList(firstDifferences);
    }

    /** Returns on how many posts every store has answered. */
    long compared() {
        return compared;
    }

    long differing() {
        return differing;
    }
}

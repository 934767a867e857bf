// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many fingerprints in one request. */
abstract class BatchRules extends KeyRules {
    private static final int LARGE = 10_000;

    /** How a fingerprint of a mixed batch is held, with what each operation under my token answers for it. */
    private enum Held {
        FREE(CLAIMED, false, false),
        EXPIRED(CLAIMED, false, false),
        MINE(CLAIMED, true, true),
        LEASED_BY_THEM(IN_FLIGHT, false, true),
        CONFIRMED_BY_THEM(DUPLICATE, false, true);

        private final Verdict verdict;
        private final boolean owned;
        private final boolean live;

        Held(Verdict verdict, boolean owned, boolean live) {
            this.verdict = verdict;
            this.owned = owned;
            this.live = live;
        }
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void claimsAreAnsweredInTheOrderAsked() {
        List<Map.Entry<Fingerprint, Held>> mixed = mixedBatch();

        assertThat(store().claim(posts(mixed), mine, CONFIRMED, LONG))
                .as("verdicts for fingerprints held as %s", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.verdict).toList());
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void renewalsAreAnsweredInTheOrderAsked() {
        List<Map.Entry<Fingerprint, Held>> mixed = mixedBatch();

        assertThat(store().renew(posts(mixed), mine, CONFIRMED, LONG))
                .as("renewals of fingerprints held as %s", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.owned).toList());
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void releasesAreAnsweredInTheOrderAsked() {
        List<Map.Entry<Fingerprint, Held>> mixed = mixedBatch();

        assertThat(store().release(posts(mixed), mine))
                .as("releases of fingerprints held as %s", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.owned).toList());
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void lookupsAreAnsweredInTheOrderAsked() {
        List<Map.Entry<Fingerprint, Held>> mixed = mixedBatch();
        List<Optional<ClaimRecord>> found = store().lookup(posts(mixed));

        assertThat(found.stream().map(Optional::isPresent).toList())
                .as("lookups of fingerprints held as %s", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.live).toList());
        assertThat(found.stream()
                        .map(each -> each.map(ClaimRecord::token).equals(Optional.of(mine)))
                        .toList())
                .as("which of fingerprints held as %s are mine", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.owned).toList());
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void forgettingsAreAnsweredInTheOrderAsked() {
        List<Map.Entry<Fingerprint, Held>> mixed = mixedBatch();

        assertThat(store().forget(posts(mixed)))
                .as("forgettings of fingerprints held as %s", held(mixed))
                .isEqualTo(held(mixed).stream().map(held -> held.live).toList());
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void batchLeavesWhatOthersHold() {
        Fingerprint theirLease = leasedBy(theirs);
        Fingerprint theirClaim = confirmedBy(theirs);
        List<Fingerprint> batch = List.of(theirLease, Fingerprints.fresh(), theirClaim);
        List<Optional<ClaimRecord>> before = store().lookup(batch);

        store().claim(batch, mine, CONFIRMED, LONG.multipliedBy(2));
        store().renew(batch, mine, CONFIRMED, LONG.multipliedBy(2));
        store().release(batch, mine);

        assertSameRecord(store().lookup(theirLease), before.get(0), "another's lease after a batch of mine");
        assertSameRecord(store().lookup(theirClaim), before.get(2), "another's claim after a batch of mine");
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void overlappingBatchesClaimTheOverlapOnce() {
        List<Fingerprint> posts = Fingerprints.fresh(30);
        store().claim(posts.subList(0, 20), mine, CONFIRMED, LONG);

        List<Verdict> second = store().claim(posts.subList(10, 30), theirs, CONFIRMED, LONG);

        assertThat(second.subList(0, 10))
                .as("the overlap with an earlier batch")
                .containsOnly(DUPLICATE);
        assertThat(second.subList(10, 20)).as("the rest").containsOnly(CLAIMED);
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void repeatedBatchOfOneTokenIsClaimedAgain() {
        List<Fingerprint> posts = Fingerprints.fresh(30);
        store().claim(posts.subList(0, 20), mine, CONFIRMED, LONG);

        assertThat(store().claim(posts, mine, CONFIRMED, LONG))
                .as("the batch repeated and completed")
                .containsOnly(CLAIMED);
        assertThat(store().claim(posts, theirs, CONFIRMED, LONG))
                .as("another's batch")
                .containsOnly(DUPLICATE);
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void largestBatchWorks() {
        List<Fingerprint> posts = Fingerprints.fresh(Math.min(store().store().maximumBatchSize(), LARGE));

        assertThat(store().claim(posts, mine, LEASED, LONG)).as("claims").containsOnly(CLAIMED);
        assertThat(store().claim(posts, theirs, LEASED, LONG))
                .as("another's claims")
                .containsOnly(IN_FLIGHT);
        assertThat(store().renew(posts, mine, CONFIRMED, LONG)).as("renewals").containsOnly(true);
        assertThat(store().lookup(posts))
                .as("lookups")
                .allSatisfy(found -> assertThat(found).isPresent());
        assertThat(store().release(posts, mine)).as("releases").containsOnly(true);
        assertThat(store().forget(posts)).as("forgettings after the release").containsOnly(false);
    }

    /** Returns a shuffled batch in which every way of being held occurs several times, as far as a batch has room. */
    private List<Map.Entry<Fingerprint, Held>> mixedBatch() {
        List<Map.Entry<Fingerprint, Held>> mixed = new ArrayList<>();
        List<Fingerprint> expired = expiredBatch();
        for (int i = 0; i < expired.size(); i++) {
            mixed.add(Map.entry(expired.get(i), Held.EXPIRED));
            mixed.add(Map.entry(Fingerprints.fresh(), Held.FREE));
            mixed.add(Map.entry(leasedBy(mine), Held.MINE));
            mixed.add(Map.entry(leasedBy(theirs), Held.LEASED_BY_THEM));
            mixed.add(Map.entry(confirmedBy(theirs), Held.CONFIRMED_BY_THEM));
        }
        Collections.shuffle(mixed, seed().random());
        return mixed.subList(0, Math.min(mixed.size(), store().store().maximumBatchSize()));
    }

    private List<Fingerprint> expiredBatch() {
        List<Fingerprint> posts = Fingerprints.fresh(7);
        posts.forEach(post -> store().claim(post, mine, LEASED, moment()));
        lapse(moment());
        return posts;
    }

    private static List<Fingerprint> posts(List<Map.Entry<Fingerprint, Held>> mixed) {
        return mixed.stream().map(Map.Entry::getKey).toList();
    }

    private static List<Held> held(List<Map.Entry<Fingerprint, Held>> mixed) {
        return mixed.stream().map(Map.Entry::getValue).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many threads at the same fingerprints, judged exactly. */
abstract class ConcurrencyRules extends PeerRules {
    private static final int POSTS = 25;
    private static final int ROUNDS = 20;
    private static final int ATTEMPTS = 200;
    private static final List<Verdict> ONE_CLAIMED_ALL_OTHERS_DUPLICATE = Stream.concat(
                    Stream.of(CLAIMED), Stream.generate(() -> DUPLICATE).limit(Crowd.SIZE - 1))
            .toList();

    @Test
    @Shows(Rule.ONE_WINNER)
    void freshFingerprintHasOneWinner() {
        for (int round = 0; round < ROUNDS; round++) {
            assertOneWinnerEach(claimOneByOne(Fingerprints.fresh(POSTS), round));
        }
    }

    @Test
    @Shows(Rule.ONE_WINNER)
    void expiredClaimHasOneSuccessor() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Fingerprint> posts = Fingerprints.fresh(POSTS);
            store().claim(posts, mine, LEASED, moment());
            lapse(moment());

            assertOneWinnerEach(claimOneByOne(posts, round));
        }
    }

    @Test
    @Shows(Rule.ONE_WINNER)
    void leaseHasOneHolderAtATime() {
        List<Fingerprint> posts = Fingerprints.fresh(3);
        AtomicIntegerArray holders = new AtomicIntegerArray(posts.size());

        List<Integer> wins = crowd((store, thread) -> leaseAndRelease(store, posts, holders, random(thread)));

        assertThat(wins.stream().mapToInt(Integer::intValue).sum())
                .as("leases won by all threads")
                .isPositive();
        assertThat(store().lookup(posts)).as("lookups after all releases").allMatch(found -> found.isEmpty());
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void concurrentReplaysOfOneTokenAllWin() {
        for (int round = 0; round < ROUNDS; round++) {
            Fingerprint post = Fingerprints.fresh();

            assertThat(crowd((store, thread) -> store.claim(post, mine, LEASED, LONG)))
                    .as("claims of one token by %s threads", Crowd.SIZE)
                    .containsOnly(CLAIMED);
        }
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void concurrentReleasesRemoveOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Fingerprint post = leasedBy(mine);

            assertThat(crowd((store, thread) -> store.release(post, mine)).stream()
                            .filter(removed -> removed))
                    .as("releases that say they removed the claim, of %s", Crowd.SIZE)
                    .hasSize(1);
        }
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void concurrentForgettingsRemoveOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            Fingerprint post = confirmedBy(mine);

            assertThat(crowd((store, thread) -> store.forget(post)).stream().filter(removed -> removed))
                    .as("forgettings that say they removed the claim, of %s", Crowd.SIZE)
                    .hasSize(1);
        }
    }

    @Test
    @Shows(Rule.BATCHES_ARE_SINGLES)
    void batchesInOppositeOrdersNeitherBlockNorShare() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Fingerprint> posts = Fingerprints.fresh(POSTS);

            assertOneWinnerEach(crowd((store, thread) ->
                    thread % 2 == 0 ? claimAll(store, posts) : reversed(claimAll(store, reversed(posts)))));
        }
    }

    /** Has every thread claim every fingerprint by itself: all in one order, or in every second round each in its own. */
    private List<List<Verdict>> claimOneByOne(List<Fingerprint> posts, int round) {
        return crowd((store, thread) -> {
            Verdict[] verdicts = new Verdict[posts.size()];
            for (int i : indices(round % 2 == 0, thread)) {
                verdicts[i] = store.claim(posts.get(i), ClaimToken.random(), CONFIRMED, LONG);
            }
            return List.of(verdicts);
        });
    }

    private static List<Verdict> claimAll(StoreProbe store, List<Fingerprint> posts) {
        return store.claim(posts, ClaimToken.random(), CONFIRMED, LONG);
    }

    private static int leaseAndRelease(
            StoreProbe store, List<Fingerprint> posts, AtomicIntegerArray holders, Random random) {
        int wins = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int i = random.nextInt(posts.size());
            ClaimToken token = ClaimToken.random();
            if (store.claim(posts.get(i), token, LEASED, LONG) == CLAIMED) {
                assertThat(holders.incrementAndGet(i))
                        .as("holders of one lease at one time")
                        .isEqualTo(1);
                holders.decrementAndGet(i);
                assertThat(store.release(posts.get(i), token))
                        .as("release by the holder")
                        .isTrue();
                wins++;
            }
        }
        return wins;
    }

    /** Checks that of each fingerprint's verdicts, one from each thread, one is CLAIMED and all others are DUPLICATE. */
    private static void assertOneWinnerEach(List<List<Verdict>> verdictsByThread) {
        for (int i = 0; i < POSTS; i++) {
            int post = i;
            List<Verdict> verdicts = verdictsByThread.stream()
                    .map(each -> each.get(post))
                    .sorted()
                    .toList();
            assertThat(verdicts)
                    .as("verdicts of %s threads for fingerprint %s", Crowd.SIZE, post)
                    .containsExactlyElementsOf(ONE_CLAIMED_ALL_OTHERS_DUPLICATE);
        }
    }

    private List<Integer> indices(boolean inOrder, int thread) {
        List<Integer> indices =
                new ArrayList<>(IntStream.range(0, POSTS).boxed().toList());
        if (!inOrder) {
            Collections.shuffle(indices, random(thread));
        }
        return indices;
    }

    private Random random(int thread) {
        return new Random(seed().value() + thread);
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Runs a task on all threads at once; with a peer, every second thread uses it. */
    private <T> List<T> crowd(BiFunction<StoreProbe, Integer, T> task) {
        StoreProbe even = store();
        StoreProbe odd = peer().orElse(even);
        return Crowd.run(patience().multipliedBy(2), thread -> () -> task.apply(thread % 2 == 0 ? even : odd, thread));
    }
}

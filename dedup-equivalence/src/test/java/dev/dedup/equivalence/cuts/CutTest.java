// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dedup.equivalence.StoreKind;
import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Of every request the answer is lost in every way, after the server has applied it, and now and then the request itself. No post is
 * lost by that, and none is granted twice.
 *
 * <p>{@code -Dequivalence.cuts} says how many answers of each store are lost, at least 208: with fewer, not every request would meet
 * every loss. {@code -Dequivalence.seed} draws the same again. The store in memory has no connection that could be cut.
 */
class CutTest {
    private static final int CUTS = Integer.getInteger("equivalence.cuts", 1_000);

    /** Half of them ask the store, half through a deduplicator; half of either with a tuned client. */
    private static final int LANES = 8;

    /** Far above what it takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5).plusMillis(500L * CUTS);

    private final long seed =
            Long.getLong("equivalence.seed", ThreadLocalRandom.current().nextLong());

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void noPostIsLostOrGrantedTwice(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        System.out.printf("Cuts at %s: seed %d%n", store, seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<SplittableRandom> randoms =
                Stream.generate(random::split).limit(LANES).toList();

        List<Cut> cuts = Together.call(LANES, PATIENCE, lane -> run(store, lane, randoms.get(lane))).stream()
                .flatMap(List::stream)
                .toList();

        report(store, cuts);
        requireEnough(cuts);
    }

    /** Lanes of the same callers begin each at another turn, so that together they soon have had every turn. */
    private static List<Cut> run(StoreUnderTest store, int number, SplittableRandom random) {
        int share = (CUTS + LANES - 1) / LANES;
        int alike = LANES / 2;
        int place = number / 2;
        Manner manner = place % 2 == 0 ? Manner.PLAIN : Manner.TUNED;
        try (Lane lane = number % 2 == 0
                ? Lane.ofStore(store, manner, UnaryOperator.identity(), random)
                : Lane.ofDeduplicator(store, manner, UnaryOperator.identity(), random)) {
            return lane.run(share, lane.turns() * place / alike);
        }
    }

    /** Everything was lost of every request; answers in all, and many to requests by which the server's state was changed. */
    private static void requireEnough(List<Cut> cuts) {
        List<Cut> after = cuts.stream().filter(Cut::isAfterApplication).toList();
        assertThat(after).as("answers lost").hasSizeGreaterThanOrEqualTo(CUTS);
        assertThat(after)
                .as("answers lost to what was seen to be applied")
                .filteredOn(cut -> cut.changed() > 0)
                .hasSizeGreaterThan(CUTS / 3);
        assertThat(cuts.stream().filter(Cut::happened))
                .as("what was lost of which request")
                .extracting(Cut::request, Cut::loss)
                .contains(everything());
    }

    private static Tuple[] everything() {
        return Stream.of(Request.values())
                .flatMap(request -> Stream.of(Loss.values()).map(loss -> tuple(request, loss)))
                .toArray(Tuple[]::new);
    }

    private void report(StoreUnderTest store, List<Cut> cuts) {
        System.out.printf(
                "Cuts at %s: %d answers lost after the server had applied the request, %d of them seen in its state; "
                        + "%d requests lost; %d free posts granted, each once; %d given up before anything was lost; %s%n",
                store,
                count(cuts, Cut::isAfterApplication),
                count(cuts, cut -> cut.isAfterApplication() && cut.changed() > 0),
                count(cuts, cut -> cut.happened() && !cut.loss().isAfterApplication()),
                cuts.stream().mapToInt(Cut::granted).sum(),
                count(cuts, cut -> !cut.happened()),
                byRequest(cuts.stream().filter(Cut::isAfterApplication).toList()));
    }

    private static long count(List<Cut> cuts, Predicate<Cut> which) {
        return cuts.stream().filter(which).count();
    }

    private static Map<Request, Long> byRequest(List<Cut> cuts) {
        return cuts.stream().collect(groupingBy(Cut::request, () -> new EnumMap<>(Request.class), counting()));
    }
}

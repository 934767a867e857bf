// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.stores;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Lets several claim in turn on one server, and prints how the first of them compares with each other.
 *
 * <p>On a machine that is shared, the speed changes by half within seconds. What runs in turn, a fraction of a second each, has the same
 * machine, and a ratio for each turn.
 */
public final class Turns {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int warmUp;
    private final int turns;
    private final int claims;

    /**
     * Sets how long it goes on.
     *
     * @param warmUp how many turns come before those that count
     * @param turns how many count
     * @param claims how many claims each makes in a turn, a multiple of 100
     */
    public Turns(int warmUp, int turns, int claims) {
        this.warmUp = warmUp;
        this.turns = turns;
        this.claims = claims;
    }

    /**
     * Claims in turn, checks that exactly the new posts were claimed, and prints medians, with the limits of the middle half.
     *
     * @param duplicates how many of a hundred posts are held already
     * @param claimers who claims, by name; those after the first are what it is compared with
     * @param firstNew the first number that nobody has claimed
     * @return the first number that nobody has claimed after that
     */
    public long compare(int duplicates, Map<String, BatchClaimer> claimers, long firstNew) {
        List<Measured> all = claimers.entrySet().stream()
                .map(claimer -> new Measured(claimer.getKey(), claimer.getValue(), new ArrayList<>()))
                .toList();
        long next = firstNew;
        for (int turn = 0; turn < warmUp + turns; turn++) {
            for (Measured measured : rotated(all, turn)) {
                Posts posts = new Posts(next, duplicates);
                Turn taken = turn(measured.claimer(), posts);
                next += posts.newAmong(claims);
                if (turn >= warmUp) {
                    measured.turns().add(taken);
                }
            }
        }
        print(duplicates, all);
        return next;
    }

    /** Whoever comes after another may find the server busy with what that one left: so the order changes. */
    private static List<Measured> rotated(List<Measured> all, int turn) {
        List<Measured> order = new ArrayList<>(all);
        Collections.rotate(order, turn);
        return order;
    }

    private Turn turn(BatchClaimer claimer, Posts posts) {
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        int claimed = claimer.claim(posts, claims);
        long nanos = System.nanoTime() - start;
        cpu = PROCESS.getProcessCpuTime() - cpu;
        if (claimed != posts.newAmong(claims)) {
            throw new IllegalStateException("Claimed " + claimed + " posts of " + posts.newAmong(claims));
        }
        return new Turn((double) nanos / claims, (double) cpu / claims);
    }

    private static void print(int duplicates, List<Measured> all) {
        System.out.printf("%d %% duplicates, for each claim:%n", duplicates);
        List<Turn> first = all.get(0).turns();
        for (Measured measured : all) {
            List<Turn> turns = measured.turns();
            System.out.printf(
                    "  %-20s %s ns, CPU time of this JVM %s ns; the first has × its rate %s, × its CPU time %s%n",
                    measured.name(),
                    median(turns, Turn::nanos),
                    median(turns, Turn::cpu),
                    quartiles(ratios(turns, first, Turn::nanos)),
                    quartiles(ratios(first, turns, Turn::cpu)));
        }
    }

    private static List<Double> ratios(List<Turn> above, List<Turn> below, ToDoubleFunction<Turn> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; turn < above.size(); turn++) {
            ratios.add(figure.applyAsDouble(above.get(turn)) / figure.applyAsDouble(below.get(turn)));
        }
        return ratios;
    }

    private static String median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        return "%,.0f".formatted(sorted[sorted.length / 2]);
    }

    private static String quartiles(List<Double> ratios) {
        double[] sorted = ratios.stream().mapToDouble(ratio -> ratio).sorted().toArray();
        int size = sorted.length;
        return "%.2f (%.2f–%.2f)".formatted(sorted[size / 2], sorted[size / 4], sorted[size * 3 / 4]);
    }

    /** Who claims, and what that took so far. */
    private record Measured(String name, BatchClaimer claimer, List<Turn> turns) {}

    /** What a claim took, in nanoseconds: of time, and of all processors for this JVM. */
    private record Turn(double nanos, double cpu) {}
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

class TrialsTest {
    private final Arbitrary<Integer> steps = Arbitraries.integers();

    @Test
    void triesAsManyValuesAsAskedFor() {
        List<List<Integer>> tried = tried(100, 1);

        assertThat(tried).hasSize(100);
        assertThat(new HashSet<>(tried)).hasSizeGreaterThan(50);
    }

    @Test
    void triesTheSameValuesForTheSameSeed() {
        assertThat(tried(50, 7)).isEqualTo(tried(50, 7)).isNotEqualTo(tried(50, 8));
    }

    @Test
    void failsWithTheSmallestValueItFinds() {
        assertThatThrownBy(() -> Trials.check(
                        steps, 1_000, new Random(1), list -> assertThat(list).hasSizeLessThan(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("of 1000")
                .hasMessageContaining("[0, 0, 0]");
    }

    @Test
    void programsReachEveryOperationAndMoment() {
        Set<Object> seen = new HashSet<>();
        Trials.check(
                Programs.exact(true),
                200,
                new Random(1),
                program -> program.forEach(step -> {
                    seen.add(step.kind());
                    seen.add(step.state());
                    seen.add(step.hold());
                    seen.add(step.pause());
                    assertThat(step.posts()).doesNotHaveDuplicates().isNotEmpty();
                }));

        assertThat(seen).contains((Object[]) Step.Kind.values()).contains(Duration.ZERO, Duration.ofMillis(1));
    }

    @Test
    void coarseProgramsNeverDependOnTheMoment() {
        Duration lapse = Duration.ofMillis(7);

        Trials.check(
                Programs.coarse(lapse),
                200,
                new Random(1),
                program -> assertThat(program)
                        .allMatch(step ->
                                step.pause().equals(lapse) == step.hold().equals(Duration.ofMillis(1))));
    }

    private List<List<Integer>> tried(int count, long seed) {
        List<List<Integer>> tried = new ArrayList<>();
        Trials.check(steps, count, new Random(seed), tried::add);
        return tried;
    }
}

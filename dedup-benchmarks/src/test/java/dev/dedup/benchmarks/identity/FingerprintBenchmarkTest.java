// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class FingerprintBenchmarkTest {
    @Test
    void runsAndReportsProcessorTime() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(FingerprintBenchmark.class.getName())
                .param("posts", "ascii120", "mixed280")
                .addProfiler(CpuTimeProfiler.class)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        assertThat(new Runner(options).run())
                .hasSize(8)
                .allSatisfy(result -> assertThat(processorTime(result)).isPositive());
    }

    private static double processorTime(RunResult result) {
        return requireNonNull(result.getSecondaryResults().get("cpu.norm"), "cpu.norm")
                .getScore();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dedup.testservers.ValkeyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Claims by a Python process with redis-py, which is told what to claim in one line and answers in one line.
 *
 * <p>{@code DEDUP_BENCHMARK_PYTHON} names an interpreter that has redis-py, {@code DEDUP_BENCHMARK_PIPELINE} the program {@code
 * docs/benchmarks/redis_pipeline.py}.
 */
final class RedisPyClaimer implements BatchClaimer {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    RedisPyClaimer(ValkeyServer server) {
        String python = variable("DEDUP_BENCHMARK_PYTHON");
        String program = variable("DEDUP_BENCHMARK_PIPELINE");
        try {
            process = new ProcessBuilder(python, program, Integer.toString(server.port()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders = process.outputWriter(UTF_8);
        answers = process.inputReader(UTF_8);
    }

    @Override
    public int claim(Posts posts, int count) {
        try {
            orders.write(posts.firstNew() + " " + count + " " + posts.duplicates() + "\n");
            orders.flush();
            return Integer.parseInt(answers.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set; docs/benchmarks/valkey.md says to what");
        }
        return value;
    }
}

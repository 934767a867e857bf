// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.stores;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Claims by a Python program of {@code docs/benchmarks}, which is told what to claim in one line and answers in one line.
 *
 * <p>{@code DEDUP_BENCHMARK_PYTHON} names an interpreter that has the program's libraries, {@code DEDUP_BENCHMARK_PROGRAMS} the
 * folder of the programs.
 */
public final class PythonClaimer implements BatchClaimer {
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;

    /**
     * Starts a program.
     *
     * @param program its file name
     * @param environment variables for it
     * @param arguments its arguments
     */
    public PythonClaimer(String program, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(variable("DEDUP_BENCHMARK_PYTHON"));
        command.add(Path.of(variable("DEDUP_BENCHMARK_PROGRAMS"), program).toString());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            process = builder.start();
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
            throw new IllegalStateException(name + " is not set; the pages of docs/benchmarks say to what");
        }
        return value;
    }
}

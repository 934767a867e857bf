// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Two processes of four scrapers each. */
final class Fleet implements AutoCloseable {
    private static final int PROCESSES = 2;
    private static final int THREADS = 4;

    /** Time for each process to read the schedule. */
    private static final Duration NOTICE = Duration.ofMillis(100);

    private final List<Member> members = new ArrayList<>();

    /** Starts the processes, and waits until they are ready. */
    Fleet(String url, List<String> jvmOptions, Duration patience) {
        for (int number = 0; number < PROCESSES; number++) {
            members.add(Member.start(url, number, jvmOptions, patience));
        }
        members.forEach(Member::awaitReady);
    }

    /** Has them all begin. */
    void begin(Duration turn, Duration time, long seed) {
        Schedule schedule = Schedule.from(System.nanoTime() + NOTICE.toNanos(), turn, time, seed);
        members.forEach(member -> member.begin(schedule));
    }

    /** Waits until all are done, and tells what they have seen. */
    List<Event> events() {
        return members.stream().flatMap(member -> member.events().stream()).toList();
    }

    @Override
    public void close() {
        members.forEach(member -> member.process().destroyForcibly());
    }

    private record Member(Process process, BufferedReader output, long started) {
        static Member start(String url, int number, List<String> jvmOptions, Duration patience) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
            command.addAll(jvmOptions);
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    ScraperProcess.class.getName(),
                    url,
                    String.valueOf(number),
                    String.valueOf(THREADS),
                    patience.toString()));
            try {
                long started = System.nanoTime();
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                return new Member(
                        process,
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                        started);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Its clock must show a time between two readings of ours: else the processes' times cannot be compared. */
        void awaitReady() {
            long shown = Long.parseLong(line());
            assertThat(shown).as("the other process's System.nanoTime()").isBetween(started, System.nanoTime());
        }

        void begin(Schedule schedule) {
            PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            input.println(schedule.line());
        }

        List<Event> events() {
            List<Event> events = output.lines().map(Event::of).toList();
            assertThat(exitStatus()).as("exit status of a process").isZero();
            return events;
        }

        private String line() {
            try {
                return Objects.requireNonNull(output.readLine(), "a process has ended before it was ready");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private int exitStatus() {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while a process was to end", e);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Workers of one store, each a process, which live again when they were killed. For one thread. */
final class Crew implements AutoCloseable {
    /** The exit status of a process that was killed by SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final List<String> command = new ArrayList<>();
    private final List<String> arguments;
    private final Map<Integer, Life> lives = new TreeMap<>();
    private final Set<String> killed = new HashSet<>();

    private record Life(String name, Process process) {}

    /** Starts them. */
    Crew(int workers, StoreUnderTest store, Duration leaseTime, Path input, Sink sink) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(store.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerProcess.class.getName()));
        arguments = List.of(
                store.url(), leaseTime.toString(), input.toString(), sink.file().toString());
        for (int worker = 1; worker <= workers; worker++) {
            lives.put(worker, start(name(worker, 1)));
        }
    }

    /** Kills a life (SIGKILL), if it still lives, and begins the next of the same worker. */
    void kill(String name) {
        lives.replaceAll((worker, life) -> life.name().equals(name) ? next(worker, life) : life);
    }

    /** Those that died of it; what had come to its end before is not among them. */
    Set<String> killed() {
        return killed;
    }

    /** Waits until all have come to their end. */
    void awaitEnd(Duration limit) {
        lives.values()
                .forEach(life -> assertThat(exitStatus(life, limit))
                        .as("exit status of %s", life.name())
                        .isZero());
    }

    /** Fails if one has come to an end of its own that it should not have. */
    void requireWell() {
        assertThat(lives.values())
                .filteredOn(life -> !life.process().isAlive())
                .allSatisfy(life -> assertThat(life.process().exitValue())
                        .as("exit status of %s", life.name())
                        .isZero());
    }

    @Override
    public void close() {
        lives.values().forEach(life -> life.process().destroyForcibly());
    }

    private Life next(int worker, Life life) {
        life.process().destroyForcibly();
        if (exitStatus(life, Duration.ofMinutes(1)) == KILLED) {
            killed.add(life.name());
        }
        return start(name(worker, Integer.parseInt(life.name().split("\\.", -1)[1]) + 1));
    }

    private Life start(String name) {
        List<String> line = new ArrayList<>(command);
        line.add(name);
        line.addAll(arguments);
        try {
            return new Life(
                    name,
                    new ProcessBuilder(line)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(int worker, int life) {
        return "worker" + worker + "." + life;
    }

    private static int exitStatus(Life life, Duration limit) {
        try {
            assertThat(life.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s has come to an end within %s", life.name(), limit)
                    .isTrue();
            return life.process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + life.name() + " was to end", e);
        }
    }
}

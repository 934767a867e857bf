// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.ChildJvm;
import dev.dedup.equivalence.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Workers of one store, each a process, which live again when they were killed. For one thread. */
final class Crew implements AutoCloseable {
    private final Function<String, ChildJvm> process;
    private final Map<Integer, Life> lives = new TreeMap<>();
    private final Set<String> killed = new HashSet<>();

    private record Life(String name, ChildJvm process) {}

    private Crew(Function<String, ChildJvm> process) {
        this.process = process;
    }

    /** Starts workers of a store. */
    static Crew of(int workers, StoreUnderTest store, Duration leaseTime, Path input, Sink sink) {
        List<String> work =
                List.of(leaseTime.toString(), input.toString(), sink.file().toString());
        return start(workers, name -> {
            List<String> arguments = new ArrayList<>(List.of(name));
            arguments.addAll(work);
            return ChildJvm.start(name, WorkerProcess.class, store.url(), store.credentials(), arguments);
        });
    }

    /** Starts the first life of each worker, given its name; if that fails, none is left. */
    static Crew start(int workers, Function<String, ChildJvm> process) {
        Crew crew = new Crew(process);
        try {
            for (int worker = 1; worker <= workers; worker++) {
                crew.lives.put(worker, crew.start(name(worker, 1)));
            }
            return crew;
        } catch (RuntimeException | Error e) {
            crew.close();
            throw e;
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
                .forEach(life -> assertThat(life.process().exitStatus(limit))
                        .as("exit status of %s", life.name())
                        .isZero());
    }

    /** Says whether anybody lives. */
    boolean isAtWork() {
        return lives.values().stream().anyMatch(life -> life.process().isAlive());
    }

    /** Fails if one has come to an end of its own that it should not have. */
    void requireWell() {
        assertThat(lives.values())
                .filteredOn(life -> !life.process().isAlive())
                .allSatisfy(life -> assertThat(life.process().exitStatus(Duration.ZERO))
                        .as("exit status of %s", life.name())
                        .isZero());
    }

    @Override
    public void close() {
        lives.values().forEach(life -> life.process().close());
    }

    private Life next(int worker, Life life) {
        if (life.process().kill() == ChildJvm.KILLED) {
            killed.add(life.name());
        }
        return start(name(worker, Integer.parseInt(life.name().split("\\.", -1)[1]) + 1));
    }

    private Life start(String name) {
        return new Life(name, process.apply(name));
    }

    private static String name(int worker, int life) {
        return "worker" + worker + "." + life;
    }
}

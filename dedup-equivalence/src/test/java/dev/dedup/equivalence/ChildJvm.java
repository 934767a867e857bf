// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of a test's own, on the class path of the test's, that asks a store. Nothing waits for it without a limit.
 *
 * <p>The store's URL and its credentials are in its environment: the arguments of a process are for all of the machine to read. From
 * one thread at a time.
 */
public final class ChildJvm implements AutoCloseable {
    /** The exit status of a process that was killed by SIGKILL. */
    public static final int KILLED = 128 + 9;

    private static final String STORE_URL = "DEDUP_EQUIVALENCE_STORE_URL";

    /** Quick to start, beside others. */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

    private static final Duration DEATH = Duration.ofMinutes(1);

    private final String name;
    private final Process process;
    private final PrintStream input;
    private final BlockingQueue<Optional<String>> output = new LinkedBlockingQueue<>();

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread reader = new Thread(this::read, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param name what messages call it
     * @param main the class whose {@code main} it runs
     * @param storeUrl what {@link #storeUrl} says there
     * @param credentials the {@link StoreUnderTest#credentials} to that
     * @param arguments those of {@code main}
     * @return the process, whose standard output is read here and whose standard error is this JVM's
     * @throws UncheckedIOException if it cannot be started
     */
    public static ChildJvm start(
            String name, Class<?> main, String storeUrl, Map<String, String> credentials, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(credentials);
        builder.environment().put(STORE_URL, storeUrl);
        try {
            return new ChildJvm(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * Says, in such a process, which store to ask.
     *
     * @return a URL for {@link dev.dedup.spi.ClaimStoreProvider#openStore}
     * @throws IllegalStateException in any other process
     */
    public static String storeUrl() {
        return Optional.ofNullable(System.getenv(STORE_URL))
                .orElseThrow(() -> new IllegalStateException(
                        "The environment has no " + STORE_URL + "; start this process as a ChildJvm"));
    }

    /**
     * Has such a process end when its parent does, however that comes, so that none is left behind that nobody waits for. Its standard
     * input is not for it to read then: the parent holds the other end open for as long as it lives.
     */
    public static void endWithParent() {
        Thread watch = new Thread(ChildJvm::awaitEndOfInput, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // What cannot be read any more has ended, too.
        }
        Runtime.getRuntime().halt(1);
    }

    /**
     * Writes a line to its standard input.
     *
     * @param line the line
     */
    public void send(String line) {
        input.println(line);
    }

    /**
     * Waits for the next line of its standard output.
     *
     * @param limit how long
     * @return the line
     * @throws AssertionError if there is none in time, or it has ended
     */
    public String line(Duration limit) {
        return next(limit).orElseThrow(() -> new AssertionError(name + " has ended, and was to write another line"));
    }

    /**
     * Waits for its standard output to end.
     *
     * @param limit how long for all of it
     * @return the lines that were not read before
     * @throws AssertionError if it does not end in time
     */
    public List<String> lastLines(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        List<String> lines = new ArrayList<>();
        Optional<String> line = next(limit);
        while (line.isPresent()) {
            lines.add(line.get());
            line = next(Duration.ofNanos(end - System.nanoTime()));
        }
        return lines;
    }

    /**
     * Waits for it to end.
     *
     * @param limit how long
     * @return its exit status
     * @throws AssertionError if it does not end in time
     */
    public int exitStatus(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(name + " has not ended in " + limit);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Says whether it runs.
     *
     * @return false once it has ended, however that came
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Kills it (SIGKILL) if it still runs.
     *
     * @return its exit status: {@link #KILLED}, or another if it had come to an end before
     */
    public int kill() {
        process.destroyForcibly();
        return exitStatus(DEATH);
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name;
    }

    private Optional<String> next(Duration limit) {
        try {
            Optional<String> line = output.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(name + " has neither written a line nor ended in " + limit);
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            lines.lines().map(Optional::of).forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            // That is how the output of a process that was killed may end.
        } finally {
            output.add(Optional.empty());
        }
    }

    private AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for " + name, e);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A child process of this JVM, with all children of its own. */
final class LocalProcess implements ServerProcess {
    private static final int STOP_SECONDS = 30;
    private static final int LOG_LINES = 20;

    /** A child may end by itself before it is its turn. */
    private static final String SIGNAL_ALL =
            "signal=$0; for pid; do kill -s $signal $pid || ! kill -s 0 $pid || exit 1; done 2>/dev/null";

    private final LocalCommand command;
    private final TestDirectory directory;
    private final Path log;
    private final AutoCloseable atExit = this::destroy;
    private @Nullable Process process;

    LocalProcess(LocalCommand command, TestDirectory directory) {
        this.command = command;
        this.directory = directory;
        this.log = directory.resolve("server.log");
        Leftovers.add(atExit);
    }

    @Override
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException(command.name() + " is running already; kill or stop it first");
        }
        try {
            process = new ProcessBuilder(command.words())
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void kill() {
        var killed = running();
        pause(killed);
        end(killed, "KILL");
    }

    @Override
    public void stop() {
        endInOrder(running(), command.stopSignal());
    }

    @Override
    public void pause() {
        pause(running());
    }

    @Override
    public void resume() {
        signal("CONT", family(running()).stream());
    }

    @Override
    public String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        Leftovers.remove(atExit);
        destroy();
        directory.close();
    }

    List<ProcessHandle> children() {
        return running().children().toList();
    }

    private void destroy() {
        if (process != null) {
            endInOrder(process, command.closeSignal());
        }
        command.cleanUp().run();
    }

    private Process running() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(command.name() + " is not running; start it first");
        }
        return process;
    }

    private static void pause(Process parent) {
        // The parent first: stopped, it makes no more children.
        signal("STOP", Stream.of(parent.toHandle()));
        signal("STOP", parent.descendants());
    }

    /** One that is paused would not notice. */
    private void endInOrder(Process parent, String signal) {
        signal("CONT", family(parent).stream());
        end(parent, signal);
    }

    /** SIGKILL goes to each of the family, which nobody is left to tell; of any other signal the parent tells its children. */
    private void end(Process parent, String signal) {
        var family = family(parent);
        signal(signal, signal.equals("KILL") ? family.stream() : Stream.of(parent.toHandle()));
        awaitEnd(parent);
        Waiting.until("its children have ended", () -> family.stream().noneMatch(LocalProcess::isRunning));
    }

    private static List<ProcessHandle> family(Process parent) {
        return Stream.concat(Stream.of(parent.toHandle()), parent.descendants()).toList();
    }

    /** A process that has ended, and that nobody has asked for its status yet, counts as alive to Java; it has no program. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static void signal(String name, Stream<ProcessHandle> processes) {
        var kill = new ArrayList<>(List.of("sh", "-c", SIGNAL_ALL, name));
        processes.filter(ProcessHandle::isAlive).forEach(process -> kill.add(String.valueOf(process.pid())));
        Commands.run(kill.toArray(String[]::new));
    }

    private void awaitEnd(Process ended) {
        try {
            if (!ended.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        command.name() + " has not ended in " + STOP_SECONDS + " s; its log ends with\n" + log());
            }
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }
}

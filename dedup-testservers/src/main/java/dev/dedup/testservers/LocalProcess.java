// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child process of this JVM. */
final class LocalProcess implements ServerProcess {
    private static final int STOP_SECONDS = 30;
    private static final int LOG_LINES = 20;

    private final List<String> command;
    private final TestDirectory directory;
    private final Path log;
    private final AutoCloseable atExit = this::destroy;
    private @Nullable Process process;

    LocalProcess(List<String> command, TestDirectory directory) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.log = directory.resolve("server.log");
        Leftovers.add(atExit);
    }

    @Override
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException(command.get(0) + " is running already; kill or stop it first");
        }
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.path().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void kill() {
        awaitEnd(running().destroyForcibly());
    }

    @Override
    public void stop() {
        resume();
        Process stopping = running();
        stopping.destroy();
        awaitEnd(stopping);
    }

    @Override
    public void pause() {
        signal("STOP");
    }

    @Override
    public void resume() {
        signal("CONT");
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

    private void destroy() {
        if (process != null) {
            awaitEnd(process.destroyForcibly());
        }
    }

    private Process running() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(command.get(0) + " is not running; start it first");
        }
        return process;
    }

    private void signal(String name) {
        run("sh", "-c", "kill -" + name + " " + running().pid());
    }

    private static void run(String... command) {
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command) + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }

    private void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        command.get(0) + " has not ended in " + STOP_SECONDS + " s; its log ends with\n" + log());
            }
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }
}

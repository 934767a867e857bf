// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command as a process of its own, for what cannot be done inside the test. */
final class CliProcess {
    private final Process process;

    private CliProcess(Process process) {
        this.process = process;
    }

    static List<String> command(List<String> jvmOptions, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.dedup.cli.Main"));
        command.addAll(List.of(args));
        return command;
    }

    /** Starts the command with standard input from the test; what it says goes to files. */
    static CliProcess start(Path directory, List<String> command) throws IOException {
        return start(directory, Map.of(), command);
    }

    /** Does likewise, with more in its environment: arguments are for all of the machine to read. */
    static CliProcess start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return new CliProcess(builder.start());
    }

    /** Runs a shell script in which {@code "$@"} is the command. */
    static CliProcess shell(Path directory, String script, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        all.addAll(command);
        return start(directory, all);
    }

    OutputStream in() {
        return process.getOutputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as SIGKILL does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks the process to end, as SIGTERM does; its standard input stays open. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Leaves no process behind. */
    void destroy() {
        process.destroyForcibly();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end within 120 s");
        }
        return process.exitValue();
    }
}

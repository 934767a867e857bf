// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The PostgreSQL of which this machine has the programs {@code postgres} and {@code initdb} in one directory. */
record LocalPostgres(Path program, int majorVersion, String version, String origin) implements PostgresInstallation {
    static final String DATA = "data";
    static final String FIRST_DATABASE = "postgres";
    static final List<String> INITDB_OPTIONS =
            List.of("--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-sync");

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");
    private static final String PASSWORD_FILE = "superuser.password";

    /** What a server that was killed would leave behind outside of its directory is kept in it, or not used. */
    private static final List<String> SETTINGS = List.of("unix_socket_directories=", "dynamic_shared_memory_type=mmap");

    /** Line of {@code postmaster.pid} that holds key and id of the shared memory by which two servers on one directory notice each other. */
    private static final int SHARED_MEMORY_LINE = 6;

    /** Asks the program for its version. */
    static LocalPostgres ask(Path program, String origin) {
        Matcher answer = Commands.version(program, VERSION, "\"postgres (PostgreSQL) ...\"");
        return new LocalPostgres(program, Integer.parseInt(answer.group(2)), answer.group(1), origin);
    }

    static Stream<String> options(List<String> settings) {
        return settings.stream().flatMap(setting -> Stream.of("-c", setting));
    }

    @Override
    public String description() {
        return "postgres " + version + " (" + origin + ")";
    }

    @Override
    public ServerProcess process(TestDirectory directory, List<String> settings) {
        var unprivileged = Unprivileged.runs(program, directory);
        directory.writeSecret(PASSWORD_FILE, ControlUser.PASSWORD);
        unprivileged.give(directory);
        Commands.runIn(directory.path().toFile(), unprivileged.command(initdb()));
        var words = unprivileged.command(server(settings));
        return new LocalProcess(
                new LocalCommand("postgres", words, "INT", "QUIT", () -> removeSharedMemory(directory)), directory);
    }

    private List<String> initdb() {
        var command = new ArrayList<>(List.of(
                program.resolveSibling("initdb").toString(),
                "--pgdata=" + DATA,
                "--username=" + ControlUser.NAME,
                "--pwfile=" + PASSWORD_FILE));
        command.addAll(INITDB_OPTIONS);
        return command;
    }

    private List<String> server(List<String> settings) {
        var command = new ArrayList<>(List.of(program.toString(), "-D", DATA));
        options(SETTINGS).forEach(command::add);
        options(settings).forEach(command::add);
        return command;
    }

    /** A server that was killed leaves the file, and the memory that it names, of which a system has a small number. */
    private static void removeSharedMemory(TestDirectory directory) {
        var file = directory.resolve(DATA).resolve("postmaster.pid");
        if (Files.exists(file)) {
            lines(file)
                    .skip(SHARED_MEMORY_LINE)
                    .limit(1)
                    .forEach(line -> Commands.run("ipcrm", "-m", line.substring(line.lastIndexOf(" ") + 1)));
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be read: " + e.getMessage(), e);
        }
    }
}

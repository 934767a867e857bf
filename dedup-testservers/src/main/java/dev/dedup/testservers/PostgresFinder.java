// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the PostgreSQL that the tests run against, as {@value #CHOICE} says or else by {@link ServerChoice}'s order.
 *
 * <p>One that is installed here is taken if its major version is the wanted one. {@code path} takes the newest that is installed when
 * it has to: so the tests can be run against a version that the build does not carry.
 */
final class PostgresFinder {
    static final String CHOICE = "DEDUP_TEST_POSTGRES";

    private static final int LOWEST_MAJOR_VERSION = EmbeddedPostgres.OLDEST;

    /** Where Debian's packages put every version; the PATH has one of them, or none. */
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private static final Map<Integer, PostgresInstallation> FOUND = new HashMap<>();

    private final ServerChoice choice;
    private final Path packages;

    PostgresFinder(ServerChoice choice, Path packages) {
        this.choice = choice;
        this.packages = packages;
    }

    /** The server of this JVM for a major version; the first call looks for it and prints what it is. */
    @SuppressWarnings("SystemOut")
    static synchronized PostgresInstallation found(int majorVersion) {
        return FOUND.computeIfAbsent(majorVersion, wanted -> {
            var found = new PostgresFinder(ServerChoice.ofThisJvm(CHOICE), DEBIAN).find(wanted);
            System.out.println("Tests of PostgreSQL run against " + found.description());
            return found;
        });
    }

    PostgresInstallation find(int majorVersion) {
        return choice.take(
                () -> new PostgresImage(majorVersion),
                () -> installed(majorVersion),
                this::lack,
                () -> EmbeddedPostgres.unpack(majorVersion));
    }

    private Optional<PostgresInstallation> installed(int majorVersion) {
        var usable = installed().stream()
                .filter(there -> there.majorVersion() >= LOWEST_MAJOR_VERSION)
                .toList();
        Optional<LocalPostgres> wanted = usable.stream()
                .filter(there -> there.majorVersion() == majorVersion)
                .findFirst();
        return (choice.isPathForced() ? wanted.or(() -> newest(usable)) : wanted).map(there -> there);
    }

    private static Optional<LocalPostgres> newest(List<LocalPostgres> installed) {
        return installed.stream().max(Comparator.comparingInt(LocalPostgres::majorVersion));
    }

    private String lack() {
        return "no PostgreSQL of version " + LOWEST_MAJOR_VERSION + " or newer is installed; there is "
                + installed().stream().map(LocalPostgres::description).toList();
    }

    private List<LocalPostgres> installed() {
        return Stream.concat(choice.programsOnPath("postgres"), packaged().stream())
                .map(PostgresFinder::real)
                .distinct()
                .map(program -> LocalPostgres.ask(program, "installed"))
                .toList();
    }

    private List<Path> packaged() {
        var programs = new ArrayList<Path>();
        try (Stream<Path> versions = Files.list(packages)) {
            versions.map(version -> version.resolve("bin").resolve("postgres"))
                    .filter(Files::isExecutable)
                    .forEach(programs::add);
        } catch (IOException e) {
            // No such packages: then the PATH alone counts.
            return List.of();
        }
        return programs;
    }

    /** The PATH may hold a link, and initdb lies beside the program itself. */
    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(program + " could not be followed: " + e.getMessage(), e);
        }
    }
}

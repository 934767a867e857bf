// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server that the tests run against: Docker's, else one on the PATH, else the embedded one.
 *
 * <p>{@value #CHOICE}, a system property or else an environment variable, forces {@code docker}, {@code path} or {@code embedded}:
 * then the absence of that one is a failure, never a reason to take another.
 */
final class ValkeyFinder {
    static final String CHOICE = "DEDUP_TEST_VALKEY";

    private static final List<String> PROGRAMS = List.of("valkey-server", "redis-server");
    private static @Nullable ValkeyInstallation found;

    private final String choice;
    private final BooleanSupplier docker;
    private final List<Path> path;

    ValkeyFinder(String choice, BooleanSupplier docker, String path) {
        this.choice = choice.toLowerCase(Locale.ROOT);
        this.docker = docker;
        this.path = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The server of this JVM; the first call looks for it and prints what it is. */
    @SuppressWarnings("SystemOut")
    static synchronized ValkeyInstallation found() {
        if (found == null) {
            found = new ValkeyFinder(choiceOfThisJvm(), DockerImage::isDockerPresent, environment("PATH")).find();
            System.out.println("Tests of Valkey run against " + found.description());
        }
        return found;
    }

    ValkeyInstallation find() {
        return switch (choice) {
            case "" -> docker().or(this::onPath).orElseGet(EmbeddedBinary::unpack);
            case "docker" -> docker().orElseThrow(() -> missing("no Docker engine answers"));
            case "path" ->
                onPath().orElseThrow(() -> missing("the PATH has none of version " + LocalBinary.LOWEST_MAJOR_VERSION
                        + ".0 or newer; it has " + descriptionsOnPath()));
            case "embedded" -> EmbeddedBinary.unpack();
            default ->
                throw new IllegalArgumentException(
                        CHOICE + " is \"" + choice + "\"; set it to docker, path or embedded, or unset it");
        };
    }

    private static String choiceOfThisJvm() {
        return System.getProperty(CHOICE, environment(CHOICE));
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }

    private Optional<ValkeyInstallation> docker() {
        return docker.getAsBoolean() ? Optional.of(new DockerImage()) : Optional.empty();
    }

    private Optional<ValkeyInstallation> onPath() {
        return binariesOnPath()
                .filter(LocalBinary::isNewEnough)
                .<ValkeyInstallation>map(binary -> binary)
                .findFirst();
    }

    private List<String> descriptionsOnPath() {
        return binariesOnPath().map(LocalBinary::description).toList();
    }

    private Stream<LocalBinary> binariesOnPath() {
        return PROGRAMS.stream()
                .flatMap(name -> path.stream().map(directory -> directory.resolve(name)))
                .filter(Files::isExecutable)
                .map(program -> LocalBinary.ask(program, "on the PATH"));
    }

    private IllegalStateException missing(String reason) {
        return new IllegalStateException("a Valkey or Redis server is needed from " + CHOICE + "=" + choice + ", but "
                + reason + "; provide it, or unset " + CHOICE + " to take what there is");
    }
}

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
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where a server for the tests is taken from: Docker, else this machine, else the binaries of Maven Central.
 *
 * <p>A variable, a system property or else of the environment, forces {@code docker}, {@code path} or {@code embedded}: then the
 * absence of that one is a failure, never a reason to take another.
 */
final class ServerChoice {
    private final String variable;
    private final String value;
    private final BooleanSupplier docker;
    private final List<Path> path;

    ServerChoice(String variable, String value, BooleanSupplier docker, String path) {
        this.variable = variable;
        this.value = value.toLowerCase(Locale.ROOT);
        this.docker = docker;
        this.path = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
    }

    static ServerChoice ofThisJvm(String variable) {
        return new ServerChoice(
                variable,
                System.getProperty(variable, environment(variable)),
                DockerImage::isDockerPresent,
                environment("PATH"));
    }

    /** Takes one; {@code lack} says what this machine lacks if it is forced and has none. */
    <I> I take(Supplier<I> image, Supplier<Optional<I>> onPath, Supplier<String> lack, Supplier<I> embedded) {
        return switch (value) {
            case "" -> inDocker(image).or(onPath).orElseGet(embedded);
            case "docker" -> inDocker(image).orElseThrow(() -> missing("no Docker engine answers"));
            case "path" -> onPath.get().orElseThrow(() -> missing(lack.get()));
            case "embedded" -> embedded.get();
            default ->
                throw new IllegalArgumentException(
                        variable + " is \"" + value + "\"; set it to docker, path or embedded, or unset it");
        };
    }

    boolean isPathForced() {
        return value.equals("path");
    }

    /** The programs of this name on the PATH, in its order. */
    Stream<Path> programsOnPath(String name) {
        return path.stream().map(directory -> directory.resolve(name)).filter(Files::isExecutable);
    }

    private <I> Optional<I> inDocker(Supplier<I> image) {
        return docker.getAsBoolean() ? Optional.of(image.get()) : Optional.empty();
    }

    private IllegalStateException missing(String reason) {
        return new IllegalStateException("a server is needed from " + variable + "=" + value + ", but " + reason
                + "; provide it, or unset " + variable + " to take what there is");
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }
}

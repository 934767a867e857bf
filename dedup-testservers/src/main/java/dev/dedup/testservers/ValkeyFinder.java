// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the Valkey or Redis that the tests run against, as {@value #CHOICE} says or else by {@link ServerChoice}'s order. */
final class ValkeyFinder {
    static final String CHOICE = "DEDUP_TEST_VALKEY";

    private static final List<String> PROGRAMS = List.of("valkey-server", "redis-server");
    private static @Nullable ValkeyInstallation found;

    private final ServerChoice choice;

    ValkeyFinder(ServerChoice choice) {
        this.choice = choice;
    }

    /** The server of this JVM; the first call looks for it and prints what it is. */
    @SuppressWarnings("SystemOut")
    static synchronized ValkeyInstallation found() {
        if (found == null) {
            found = new ValkeyFinder(ServerChoice.ofThisJvm(CHOICE)).find();
            System.out.println("Tests of Valkey run against " + found.description());
        }
        return found;
    }

    ValkeyInstallation find() {
        return choice.take(DockerImage::new, this::onPath, this::lackOnPath, EmbeddedBinary::unpack);
    }

    private Optional<ValkeyInstallation> onPath() {
        return binariesOnPath()
                .filter(LocalBinary::isNewEnough)
                .<ValkeyInstallation>map(binary -> binary)
                .findFirst();
    }

    private String lackOnPath() {
        var there = binariesOnPath().map(LocalBinary::description).toList();
        return "the PATH has no Valkey or Redis of version " + LocalBinary.LOWEST_MAJOR_VERSION + ".0 or newer; it has "
                + there;
    }

    private Stream<LocalBinary> binariesOnPath() {
        return PROGRAMS.stream()
                .flatMap(choice::programsOnPath)
                .map(program -> LocalBinary.ask(program, "on the PATH"));
    }
}

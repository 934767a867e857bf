// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed programs are scripts here: they are asked for their version, and never started. */
class PostgresFinderTest {
    private static final boolean DOCKER = true;
    private static final boolean NO_DOCKER = false;

    @TempDir
    private Path onPath;

    @TempDir
    private Path packages;

    @Test
    void prefersDockerInTheWantedVersion() throws IOException {
        program(onPath, "18.6");
        assertThat(find(18, "", DOCKER)).isEqualTo("postgres 18 (Docker)");
        assertThat(find(13, "", DOCKER)).isEqualTo("postgres 13 (Docker)");
    }

    @Test
    void takesTheInstalledOneOfTheWantedVersion() throws IOException {
        program(onPath, "18.6");
        program(packages.resolve("13").resolve("bin"), "13.23 (Debian 13.23-1)");
        assertThat(find(13, "", NO_DOCKER)).isEqualTo("postgres 13.23 (installed)");
        assertThat(find(18, "", NO_DOCKER)).isEqualTo("postgres 18.6 (installed)");
    }

    @Test
    void takesTheEmbeddedOneRatherThanAnotherVersion() throws IOException {
        program(onPath, "15.14");
        for (int wanted : PostgresServer.versions()) {
            assertThat(find(wanted, "", NO_DOCKER))
                    .matches("postgres " + wanted + "\\.\\d+ \\(embedded, from Maven Central\\)");
        }
    }

    @Test
    void takesTheNewestInstalledWhereItMust() throws IOException {
        program(onPath, "15.14");
        program(packages.resolve("16").resolve("bin"), "16.2");
        assertThat(find(18, "path", DOCKER)).isEqualTo("postgres 16.2 (installed)");
        assertThat(find(15, "path", DOCKER)).isEqualTo("postgres 15.14 (installed)");
    }

    @Test
    void takesWhatItIsTold() throws IOException {
        program(onPath, "18.6");
        assertThat(find(18, "docker", DOCKER)).contains("Docker");
        assertThat(find(18, "EMBEDDED", DOCKER)).contains("embedded");
    }

    @Test
    void neverReplacesWhatItIsTold() throws IOException {
        program(onPath, "12.22");
        assertThatIllegalStateException()
                .isThrownBy(() -> find(18, "path", DOCKER))
                .withMessageContaining("DEDUP_TEST_POSTGRES=path")
                .withMessageContaining("13 or newer")
                .withMessageContaining("postgres 12.22");
        assertThatIllegalStateException()
                .isThrownBy(() -> find(18, "docker", NO_DOCKER))
                .withMessageContaining("DEDUP_TEST_POSTGRES=docker")
                .withMessageContaining("no Docker engine");
    }

    @Test
    void namesTheVersionsThatTheBuildCarries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> find(16, "embedded", NO_DOCKER))
                .withMessageContaining("[13, 18]")
                .withMessageContaining("no 16");
    }

    @Test
    void followsALinkToTheProgram() throws IOException {
        var program = program(packages.resolve("18").resolve("bin"), "18.6");
        Files.createSymbolicLink(onPath.resolve("postgres"), program);
        var found = new PostgresFinder(choice("path", NO_DOCKER), packages).find(18);
        assertThat(((LocalPostgres) found).program()).isEqualTo(program.toRealPath());
    }

    @Test
    void doesWithoutPackages() throws IOException {
        program(onPath, "18.6");
        var found = new PostgresFinder(choice("path", NO_DOCKER), packages.resolve("absent")).find(18);
        assertThat(found.description()).isEqualTo("postgres 18.6 (installed)");
        assertThat(found.majorVersion()).isEqualTo(18);
    }

    private String find(int majorVersion, String choice, boolean docker) {
        return new PostgresFinder(choice(choice, docker), packages)
                .find(majorVersion)
                .description();
    }

    private ServerChoice choice(String value, boolean docker) {
        return new ServerChoice(PostgresFinder.CHOICE, value, () -> docker, onPath.toString());
    }

    private static Path program(Path directory, String version) throws IOException {
        Files.createDirectories(directory);
        Path program = Files.writeString(
                directory.resolve("postgres"), "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs on the PATH are scripts here: they are asked for their version, and never started. */
class ValkeyFinderTest {
    private static final boolean DOCKER = true;
    private static final boolean NO_DOCKER = false;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void prefersDocker() throws IOException {
        program(first, "valkey-server", "Valkey server v=8.0.1 sha=0");
        assertThat(find("", DOCKER)).isEqualTo("valkey-server 8.1 (Docker)");
    }

    @Test
    void prefersValkeyOnThePathToRedis() throws IOException {
        program(first, "redis-server", "Redis server v=7.2.4 sha=0");
        program(second, "valkey-server", "Valkey server v=8.0.1 sha=0");
        assertThat(find("", NO_DOCKER)).isEqualTo("valkey-server 8.0.1 (on the PATH)");
    }

    @Test
    void passesAnOldOneOver() throws IOException {
        program(first, "redis-server", "Redis server v=6.2.14 sha=0");
        program(second, "redis-server", "Redis server v=7.0.0 sha=0");
        assertThat(find("path", NO_DOCKER)).isEqualTo("redis-server 7.0.0 (on the PATH)");
    }

    @Test
    void takesTheEmbeddedOneForLackOfABetter() throws IOException {
        program(first, "redis-server", "Redis server v=6.2.14 sha=0");
        assertThat(find("", NO_DOCKER)).isEqualTo("redis-server 7.0.15 (embedded, from Maven Central)");
    }

    @Test
    void takesWhatItIsTold() throws IOException {
        program(first, "valkey-server", "Valkey server v=8.0.1 sha=0");
        assertThat(find("docker", DOCKER)).contains("Docker");
        assertThat(find("PATH", DOCKER)).contains("PATH");
        assertThat(find("embedded", DOCKER)).contains("embedded");
    }

    @Test
    void neverReplacesWhatItIsTold() throws IOException {
        program(first, "redis-server", "Redis server v=6.2.14 sha=0");
        assertThatIllegalStateException()
                .isThrownBy(() -> find("path", DOCKER))
                .withMessageContaining("DEDUP_TEST_VALKEY=path")
                .withMessageContaining("7.0 or newer")
                .withMessageContaining("redis-server 6.2.14");
        assertThatIllegalStateException()
                .isThrownBy(() -> find("docker", NO_DOCKER))
                .withMessageContaining("DEDUP_TEST_VALKEY=docker")
                .withMessageContaining("no Docker engine");
    }

    @Test
    void refusesAnUnknownWay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> find("podman", DOCKER))
                .withMessageContaining("podman")
                .withMessageContaining("docker, path or embedded");
    }

    @Test
    void refusesAProgramOfAnotherKind() throws IOException {
        program(first, "valkey-server", "hello");
        assertThatIllegalStateException()
                .isThrownBy(() -> find("path", NO_DOCKER))
                .withMessageContaining("hello")
                .withMessageContaining("valkey-server");
    }

    @Test
    void theEmbeddedOneServes() {
        var directory = TestDirectory.create();
        int port = FreePorts.next();
        directory.write("server.conf", "port " + port + "\nbind 127.0.0.1\n");
        try (var process = EmbeddedBinary.unpack().process(directory, List.of("server.conf"))) {
            process.start();
            Waiting.until("it answers", () -> {
                try (var connection = RespConnection.open(Loopback.HOST, port)) {
                    return "PONG".equals(connection.command("PING"));
                }
            });
        }
    }

    private String find(String choice, boolean docker) {
        var path = first + File.pathSeparator + second;
        return new ValkeyFinder(new ServerChoice(ValkeyFinder.CHOICE, choice, () -> docker, path))
                .find()
                .description();
    }

    private static void program(Path directory, String name, String version) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\necho '" + version + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}

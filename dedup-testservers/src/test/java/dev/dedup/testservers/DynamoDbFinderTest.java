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

class DynamoDbFinderTest {
    private static final boolean DOCKER = true;
    private static final boolean NO_DOCKER = false;

    @TempDir
    private Path onPath;

    @Test
    void prefersDocker() throws IOException {
        install();
        assertThat(find("", DOCKER)).matches("DynamoDB Local [\\d.]+ \\(Docker\\)");
    }

    @Test
    void takesWhatIsInstalled() throws IOException {
        install();
        assertThat(find("", NO_DOCKER)).isEqualTo("DynamoDB Local (on the PATH)");
        assertThat(find("path", DOCKER)).isEqualTo("DynamoDB Local (on the PATH)");
    }

    @Test
    void takesMavenCentralsOtherwise() throws IOException {
        assertThat(find("", NO_DOCKER)).matches("DynamoDB Local [\\d.]+ \\(embedded, from Maven Central\\)");
        install();
        assertThat(find("embedded", DOCKER)).contains("embedded");
    }

    @Test
    void neverReplacesWhatItIsTold() {
        assertThatIllegalStateException()
                .isThrownBy(() -> find("path", NO_DOCKER))
                .withMessageContaining("DEDUP_TEST_DYNAMODB=path")
                .withMessageContaining("no dynamodb-local");
        assertThatIllegalStateException()
                .isThrownBy(() -> find("docker", NO_DOCKER))
                .withMessageContaining("no Docker engine");
        assertThatIllegalArgumentException().isThrownBy(() -> find("cloud", NO_DOCKER));
    }

    private String find(String choice, boolean docker) {
        var from = new ServerChoice(DynamoDbFinder.CHOICE, choice, () -> docker, onPath.toString());
        return new DynamoDbFinder(from).find().description();
    }

    private void install() throws IOException {
        Path program = Files.createFile(onPath.resolve("dynamodb-local"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}

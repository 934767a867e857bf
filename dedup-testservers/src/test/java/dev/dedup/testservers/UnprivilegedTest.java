// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Holds for a build by root and by anybody else. */
class UnprivilegedTest {
    @AutoClose
    private final TestDirectory directory = TestDirectory.create();

    private final Path program = Path.of("/usr/bin/env");

    @Test
    void neverRunsAsRoot() {
        assertThat(run("id", "-u").strip()).isNotEqualTo("0");
        assertThat(run("id", "-G").strip()).isNotEqualTo("0");
    }

    @Test
    void letsTheServerWriteInItsDirectoryAndReadItsSecrets() {
        directory.writeSecret("secret", "s");
        run("sh", "-c", "cat secret > copy");
        assertThat(directory.resolve("copy")).content().isEqualTo("s");
    }

    @Test
    void saysWhyNoWayWorks() throws IOException {
        Path broken = Files.writeString(directory.resolve("postgres"), "#!/bin/sh\necho broken for a test\nexit 3\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> Unprivileged.asNobody(broken, directory))
                .withMessageContaining("does not run as root")
                .withMessageContaining("setpriv")
                .withMessageContaining("unshare")
                .withMessageContaining("ordinary user");
    }

    private String run(String... command) {
        var unprivileged = Unprivileged.runs(program, directory);
        unprivileged.give(directory);
        return Commands.runIn(directory.path().toFile(), unprivileged.command(List.of(command)));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocalPostgresTest {
    private final TestDirectory directory = TestDirectory.create();
    private final ServerProcess process = EmbeddedPostgres.unpack(EmbeddedPostgres.NEWEST)
            .process(directory, List.of("port=" + FreePorts.next(), "fsync=off"));

    @Test
    void leavesNothingWhenItWasKilled() throws IOException {
        String memory = startedSharedMemory();
        process.kill();
        assertThat(Commands.run("ipcs", "-m")).contains(memory);
        process.close();
        assertThat(Commands.run("ipcs", "-m")).doesNotContain(memory);
        assertThat(directory.path()).doesNotExist();
    }

    @Test
    void leavesNothingWhenItIsClosed() throws IOException {
        String memory = startedSharedMemory();
        process.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(Commands.run("ipcs", "-m")).doesNotContain(memory);
        assertThat(directory.path()).doesNotExist();
    }

    private String startedSharedMemory() throws IOException {
        process.start();
        Waiting.until(process, "the server", "serves", () -> lockFile().size() == 8);
        int key = Integer.parseUnsignedInt(lockFile().get(6).strip().replaceAll(" .*", ""));
        return String.format(Locale.ROOT, "0x%08x", key);
    }

    private List<String> lockFile() throws IOException {
        var file = directory.resolve("data/postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}

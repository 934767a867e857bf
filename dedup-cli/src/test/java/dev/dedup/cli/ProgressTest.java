// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The progress bar is shown on a terminal, or to whoever asks for it. */
class ProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Input input = Input.of("-", new ByteArrayInputStream(new byte[3 << 20]));

    @Test
    void showsBytesAndCounts() throws Exception {
        try (Progress progress = start(true);
                InputStream in = input.open()) {
            assertThat(in.readAllBytes()).hasSize(3 << 20);
            progress.update(1_234, "unique");
            Awaitility.await().until(() -> text().contains("1,234 unique"));
        }
        assertThat(text()).contains("\rdedup", "3/? MiB").endsWith(" \r");
    }

    @Test
    void isSilentIfNotWanted() {
        try (Progress progress = start(false)) {
            progress.update(0, "unique");
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void goesByTheTerminalIfNobodyAsks() {
        try (Progress progress = start(null)) {
            progress.update(0, "unique");
        }
        assertThat(text()).isEmpty();
        System.setProperty(Progress.TERMINAL_PROPERTY, "true");
        try (Progress progress = start(null)) {
            progress.update(0, "unique");
            Awaitility.await().until(() -> text().contains("\rdedup"));
        } finally {
            System.clearProperty(Progress.TERMINAL_PROPERTY);
        }
    }

    private Progress start(@Nullable Boolean wish) {
        return Progress.start(wish, List.of(input), new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every subcommand that claims posts. */
final class RunOptions {
    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Converters.OfDuration.class,
            description = "How long to try again when the store does not answer (default: ${DEFAULT-VALUE}).")
    private Duration deadline = Duration.ofSeconds(30);

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show a progress bar, or none; by default on a terminal.")
    private @Nullable Boolean progress;

    Duration deadline() {
        return deadline;
    }

    /** Returns whether the user asked for a progress bar or for none; null to have one on a terminal. */
    @Nullable
    Boolean progress() {
        return progress;
    }
}

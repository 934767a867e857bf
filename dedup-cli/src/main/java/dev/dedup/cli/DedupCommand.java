// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dedup} itself, which only has subcommands. */
@Command(
        name = "dedup",
        header = "Each scraped post once.",
        description = {"", "Reads posts and tells which were seen before.", ""},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  dedup filter posts.jsonl > unique.jsonl",
            "  dedup explain posts.jsonl --identity message/case-space-1",
            "  dedup compare posts.jsonl --store memory: --store valkey://localhost:6379",
            "  dedup filter --help"
        })
final class DedupCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "a COMMAND is missing: filter, explain or compare");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dedup explain}. */
@Command(
        name = "explain",
        header = "Shows what makes a post the same as another.",
        description = {
            "",
            "Reads posts as filter does and shows for each the scheme that was used, the normalised fields and the"
                    + " fingerprint. Two posts are the same if their fingerprints are.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dedup explain posts.jsonl --identity message/case-space-1",
            "  dedup explain posts.jsonl --json | jq -r .fingerprint | sort | uniq -d"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(names = "--json", description = "One JSON object a line, with scheme, normalized and fingerprint.")
    private boolean json;

    ExplainCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new ExplainRun(streams, input, json).run();
    }
}

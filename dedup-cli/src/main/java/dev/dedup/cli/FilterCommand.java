// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dedup filter}. */
@Command(
        name = "filter",
        header = "Writes the first of each post.",
        description = {
            "",
            "Reads posts, JSON Lines or CSV, and writes the first of each in input order, its record unchanged.",
            "A summary goes to standard error.",
            "",
            "No post is lost: each is leased, written and flushed, and only then confirmed. Start a run that was"
                    + " killed again with --append, on this machine or another.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dedup filter posts.jsonl > unique.jsonl",
            "  dedup filter 2026-*.jsonl.gz --output all.jsonl.gz --append",
            "  zcat posts.gz | dedup filter --identity message/case-space-1 | wc -l",
            "  dedup filter posts.jsonl --store valkey://localhost:6379 -o unique.jsonl",
            "  dedup filter posts.jsonl --store postgresql://localhost/posts?createSchema=true -o unique.jsonl",
            "  dedup filter posts.jsonl --store 'dynamodb://posts?region=eu-west-1&createTable=true' -o unique.jsonl",
            "  dedup filter scrape.csv --handle user --message text --rejects bad.jsonl -o new.csv"
        })
final class FilterCommand implements Callable<Integer> {
    private static final String MEMORY = "memory:";

    private final Streams streams;

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--store",
            paramLabel = "URL",
            defaultValue = "${env:DEDUP_STORE:-" + MEMORY + "}",
            description =
                    "Where claims are held: valkey://HOST:6379, over TLS valkeys://USER:PASSWORD@HOST:6379,"
                            + " postgresql://USER:PASSWORD@HOST:5432/DATABASE, dynamodb://TABLE?region=REGION, or memory: for this run alone, with a limit"
                            + " memory:?maximumClaims=N (default: the environment's DEDUP_STORE, which keeps a password off the command line, else memory:).")
    private String store = MEMORY;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            defaultValue = "48h",
            converter = Converters.OfRetention.class,
            description = "How long a post counts as seen (default: ${DEFAULT-VALUE}): 90s, 30m, 48h, 2d, 1w, PT48H or"
                    + " forever.")
    private Retention retention = Retention.parse("48h");

    @Option(
            names = "--lease-time",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Converters.OfDuration.class,
            description = "How long posts are leased while they are written (default: ${DEFAULT-VALUE}); after a crash"
                    + " others get them when this has passed.")
    private Duration leaseTime = Duration.ofMinutes(1);

    @Mixin
    private RunOptions run = new RunOptions();

    FilterCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        return new FilterRun(this).run();
    }

    Streams streams() {
        return streams;
    }

    InputOptions input() {
        return input;
    }

    OutputOptions output() {
        return output;
    }

    String store() {
        return store;
    }

    Retention retention() {
        return retention;
    }

    Duration leaseTime() {
        return leaseTime;
    }

    RunOptions run() {
        return run;
    }
}

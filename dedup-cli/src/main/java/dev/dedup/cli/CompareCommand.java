// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dedup compare}. */
@Command(
        name = "compare",
        header = "Runs the same posts through several stores.",
        description = {
            "",
            "Reads posts as filter does, claims each in every store, and shows per store how many are unique and duplicate,"
                    + " how fast it answered, and the posts of which a store says something wrong. Each batch goes to all"
                    + " stores, to each first in turn.",
            "",
            "A run keeps to itself: its fingerprints are moved to a random place in each store. It meets no claim of"
                    + " filter, of your scrapers or of another run, and they meet none of its; so it may run on a store in"
                    + " use, whose load it adds to. At its end, also by Ctrl-C, it removes its claims; those of a run that"
                    + " was killed lapse when --retention has passed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dedup compare posts.jsonl --store memory: --store valkey://localhost:6379",
            "  dedup compare posts.jsonl --json --store memory: --store postgresql://localhost/posts",
            "  DEDUP_STORE='memory: valkey://:PASSWORD@localhost' dedup compare posts.jsonl"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int LARGEST_BATCH = 100_000;

    private final Streams streams;
    private final LongSupplier nanoClock;
    private final String environment;
    private final Function<Console, Ending> endings;

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "A store to compare, as for filter; name two or more, one --store for each (default: the"
                            + " environment's DEDUP_STORE, URLs with spaces between, which keeps passwords off the command line).")
    private List<String> stores = new ArrayList<>();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many posts go to a store in one call (default: ${DEFAULT-VALUE}); 1 for single claims."
                    + " Latencies are those of calls.")
    private int batchSize = 1000;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = Converters.OfDuration.class,
            description = "How long a claim of the run is held at most (default: ${DEFAULT-VALUE}); longer than the run"
                    + " takes.")
    private Duration retention = Duration.ofHours(1);

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--json", description = "Show all as one JSON object.")
    private boolean json;

    /**
     * Begins.
     *
     * @param nanoClock measures calls
     * @param environment the stores to compare where the command line names none
     * @param endings makes what tells a run to end
     */
    CompareCommand(Streams streams, LongSupplier nanoClock, String environment, Function<Console, Ending> endings) {
        this.streams = streams;
        this.nanoClock = nanoClock;
        this.environment = environment;
        this.endings = endings;
    }

    @Override
    public Integer call() {
        return new CompareRun(this, endings).run();
    }

    /** Refuses what cannot be compared, before anything is done. */
    void check() {
        if (stores().size() < 2) {
            throw RunException.usage("compare needs two stores or more, and got " + stores().size()
                    + "; name each, as in --store memory: --store valkey://localhost:6379");
        }
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw RunException.usage("--batch-size " + batchSize + ": give a number from 1 to " + LARGEST_BATCH);
        }
    }

    Streams streams() {
        return streams;
    }

    InputOptions input() {
        return input;
    }

    RunOptions run() {
        return run;
    }

    /** Returns the URLs; what the command line names is taken as it stands. */
    List<String> stores() {
        return stores.isEmpty() ? StoreUrl.several(environment) : stores;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    int batchSize() {
        return batchSize;
    }

    Duration retention() {
        return retention;
    }

    boolean json() {
        return json;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.Deduplicator;
import dev.dedup.DeduplicatorBuilder;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreException;
import dev.dedup.tweet.Tweet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code dedup filter}, from its options to its exit status. */
final class FilterRun {
    private final FilterCommand options;
    private final ReadingOptions reading;
    private final Console console;
    private final Tally tally = new Tally();
    private final long started = System.nanoTime();
    private boolean inputFailed;

    FilterRun(FilterCommand options) {
        this.options = options;
        this.reading = options.input().reading();
        this.console = new Console(options.streams().err());
    }

    /**
     * Runs.
     *
     * @return the exit status
     * @throws RunException if the summary has no file of its own, or that of a run that went well cannot be written
     */
    int run() {
        List<Input> inputs = options.input().inputs(options.streams().in());
        options.output().requireDistinct(inputs);
        options.output().summary().ifPresent(Summary::begin);
        return report(filter(inputs));
    }

    private Post post(RawRecord record, Tweet tweet) {
        return Post.of(record, options.input().identity().fingerprint(tweet));
    }

    private Deduplicator<Post> deduplicator() {
        ClaimStore store = store();
        try {
            DeduplicatorBuilder<Post> builder = Deduplicator.<Post>forItems(store, Post::fingerprint)
                    .leaseTime(options.leaseTime())
                    .deadline(options.run().deadline());
            options.retention().apply(builder);
            return builder.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            store.close();
            throw RunException.usage(String.valueOf(e.getMessage()));
        }
    }

    private ClaimStore store() {
        try {
            return StoreUrl.open(options.store());
        } catch (StoreException e) {
            throw RunException.store("the store cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Returns what ended the run early, or null. */
    private @Nullable RunException filter(List<Input> inputs) {
        try {
            options.input().check(inputs);
            options.output().check();
            filterAll(inputs);
            return null;
        } catch (RunException e) {
            return e;
        } catch (UnknownOutcomeException e) {
            return storeFailed(e.items().size() + " posts are unknown to it", e, e.getCause());
        } catch (StoreException e) {
            return storeFailed("the run cannot go on", e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RunException.store("the run was interrupted; run again with --append", e);
        }
    }

    private RunException storeFailed(String what, RuntimeException failure, @Nullable Throwable cause) {
        return RunException.store(
                Failures.ofStore("the store failed, " + what, options.run().deadline(), cause)
                        + ". What was written stays, and no other post is lost: run again with --append",
                failure);
    }

    private void filterAll(List<Input> inputs) throws InterruptedException {
        try (PostFiles<Post> files = PostFiles.open(inputs, reading, this::post);
                Deduplicator<Post> dedup = deduplicator();
                Progress progress = Progress.start(options.run().progress(), inputs, console.stream())) {
            filter(files, dedup, progress);
        }
    }

    private void filter(PostFiles<Post> files, Deduplicator<Post> dedup, Progress progress)
            throws InterruptedException {
        Recovery recovery = new Recovery(options.input().identity(), dedup, tally);
        OutputOpener opener = new OutputOpener(options.output(), reading, files.layout(), options.streams(), console);
        try (Outputs outputs = opener.open(recovery::claim)) {
            Patience patience = new Patience(options.leaseTime());
            Settling settling = new Settling(dedup, outputs, tally, console, patience, recovery.inFlight());
            settleAll(files, settling, outputs, progress);
        }
    }

    private void settleAll(PostFiles<Post> files, Settling settling, Outputs outputs, Progress progress)
            throws InterruptedException {
        try (ReadAhead<Post> ahead = ReadAhead.start(files)) {
            ParsedChunk<Post> chunk = ahead.next();
            while (chunk != null) {
                take(chunk, outputs);
                settling.settle(chunk.posts());
                progress.update(tally.unique(), "unique");
                chunk = ahead.next();
            }
            settling.finish();
        }
    }

    private void take(ParsedChunk<Post> chunk, Outputs outputs) {
        tally.addRead(chunk.posts().size() + (long) chunk.rejects().size());
        tally.addRejected(chunk.rejects().size());
        chunk.rejects().forEach(outputs::reject);
        if (!chunk.failure().isEmpty()) {
            inputFailed = true;
            console.note(chunk.failure());
        }
    }

    private int report(@Nullable RunException failure) {
        int exitCode = exitCode(failure);
        Summary summary = new Summary(tally, System.nanoTime() - started);
        if (exitCode != ExitCode.CLOSED_PIPE) {
            tell(failure, summary);
        }
        options.output().summary().ifPresent(file -> write(summary, file, exitCode));
        return exitCode;
    }

    /** Of a run that was refused there is nothing to count. */
    private void tell(@Nullable RunException failure, Summary summary) {
        if (failure != null) {
            console.note(failure.text());
        }
        if (failure == null || failure.exitCode() != ExitCode.USAGE) {
            summary.print(console);
        }
    }

    /** What ended the run early matters more than a summary that cannot be written. */
    private void write(Summary summary, Path file, int exitCode) {
        try {
            summary.write(file, exitCode);
        } catch (RunException e) {
            if (exitCode == ExitCode.OK || exitCode == ExitCode.REJECTED) {
                throw e;
            }
            console.note(e.text());
        }
    }

    private int exitCode(@Nullable RunException failure) {
        if (failure != null) {
            return failure.exitCode();
        }
        if (inputFailed) {
            return ExitCode.FILES;
        }
        return tally.rejected() > 0 ? ExitCode.REJECTED : ExitCode.OK;
    }
}

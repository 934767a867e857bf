// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of {@code dedup compare}, from its options to its exit status. */
final class CompareRun {
    private final CompareCommand options;
    private final Function<Console, Ending> endings;
    private final Console console;
    private final RejectWriter rejects;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    /** The first input that could not be read to its end. */
    private volatile @Nullable RunException inputFailure;

    private boolean isReported;

    /**
     * Prepares.
     *
     * @param endings makes what tells the run to end
     */
    CompareRun(CompareCommand options, Function<Console, Ending> endings) {
        this.options = options;
        this.endings = endings;
        this.console = new Console(options.streams().err());
        this.rejects = new RejectWriter(null, console);
    }

    /**
     * Runs.
     *
     * @return the exit status; of a run that a signal ends the process has another
     * @throws RunException if the report cannot be written
     */
    int run() {
        try {
            options.check();
            List<Input> inputs = options.input().inputs(options.streams().in());
            options.input().check(inputs);
            return runOn(inputs);
        } catch (RunException e) {
            if (isReported) {
                throw e;
            }
            return report(new Comparison(new Contenders(), options.nanoClock()), e, false);
        }
    }

    private int runOn(List<Input> inputs) {
        try (PostFiles<Sighting> files = PostFiles.open(inputs, options.input().reading(), this::sighting);
                Contenders contenders = Contenders.open(
                        options.stores(), options.retention(), options.run().deadline(), options.nanoClock());
                Ending ending = endings.apply(console)) {
            Comparison comparison = new Comparison(contenders, options.nanoClock());
            try {
                RunException failure = startAndAwait(inputs, files, comparison, ending);
                return report(comparison, failure, ending.isAsked());
            } finally {
                comparison.remove(ending).forEach(this::tell);
            }
        }
    }

    private Sighting sighting(RawRecord record, Tweet tweet) {
        return Sighting.of(record, options.input().identity().fingerprint(tweet));
    }

    /** Returns what ended the comparison early, or null. */
    private @Nullable RunException startAndAwait(
            List<Input> inputs, PostFiles<Sighting> files, Comparison comparison, Ending ending) {
        try (Progress progress = Progress.start(options.run().progress(), inputs, console.stream())) {
            CompletableFuture<Optional<RunException>> work = CompletableFuture.supplyAsync(
                    () -> compareAll(files, comparison, ending, progress), CompareRun::startDaemon);
            return awaited(work, comparison, ending);
        }
    }

    /** The process may end while a store still keeps the thread waiting. */
    private static void startDaemon(Runnable work) {
        Thread thread = new Thread(work, "dedup-compare");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the end, or after a signal no longer than is fitting. */
    private static @Nullable RunException awaited(
            CompletableFuture<Optional<RunException>> work, Comparison comparison, Ending ending) {
        try {
            Object ended = CompletableFuture.anyOf(work, ending.impatient()).join();
            Optional<String> asked = comparison.end();
            return ended == null ? givenUp(asked) : work.join().orElse(null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    private static RunException givenUp(Optional<String> asked) {
        return asked.map(store -> RunException.ofStore(
                        store,
                        store + ": the store did not answer after the signal, so claims of its last batch may be left",
                        null))
                .orElseGet(() -> RunException.store(
                        "the run was given up, as it did not come to its end after the signal", null));
    }

    private Optional<RunException> compareAll(
            PostFiles<Sighting> files, Comparison comparison, Ending ending, Progress progress) {
        try {
            compareEach(files, comparison, ending, progress);
            return Optional.empty();
        } catch (RunException e) {
            return Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(RunException.store("the run was interrupted", e));
        }
    }

    private void compareEach(PostFiles<Sighting> files, Comparison comparison, Ending ending, Progress progress)
            throws InterruptedException {
        Batches<Sighting> batches = new Batches<>(options.batchSize(), batch -> {
            if (!ending.isAsked()) {
                comparison.compare(batch, ending);
            }
        });
        try (ReadAhead<Sighting> ahead = ReadAhead.start(files)) {
            ending.whenAsked(ahead::stop);
            ParsedChunk<Sighting> chunk = ahead.next();
            while (chunk != null) {
                take(chunk);
                chunk.posts().forEach(batches::add);
                progress.update(comparison.compared(), "compared");
                chunk = ahead.next();
            }
            batches.finish();
        }
    }

    private void take(ParsedChunk<Sighting> chunk) {
        read.addAndGet(chunk.posts().size() + (long) chunk.rejects().size());
        rejected.addAndGet(chunk.rejects().size());
        chunk.rejects().forEach(rejects::write);
        if (!chunk.failure().isEmpty()) {
            console.note(chunk.failure());
            if (inputFailure == null) {
                inputFailure = RunException.files(chunk.failure(), null);
            }
        }
    }

    private void tell(Leftover left) {
        console.note(left.store() + ": " + left.claims() + " claims of this run may be left, and lapse within "
                + options.retention().plusMillis(999).toSeconds() + " s: " + left.reason());
    }

    /** Of a run that failed before anything was compared there is nothing to show, but whoever reads JSON wants to know why. */
    private int report(Comparison done, @Nullable RunException failure, boolean interrupted) {
        isReported = true;
        int exitCode = exitCode(failure, done);
        note(done, failure, interrupted);
        ComparisonReport report = new ComparisonReport(
                done,
                read.get(),
                rejected.get(),
                options.batchSize(),
                outlasted(done),
                interrupted,
                failure == null ? inputFailure : failure);
        if (options.json()) {
            show(report.json(exitCode));
        } else if (failure == null || done.compared() > 0) {
            show(report.text().stripTrailing());
        }
        return exitCode;
    }

    private void note(Comparison done, @Nullable RunException failure, boolean interrupted) {
        if (failure != null) {
            console.note(failure.text());
        }
        if (interrupted) {
            console.note("a signal ended the run; what was compared before that is shown");
        } else if (failure == null && done.compared() == 0) {
            console.note(
                    read.get() == 0
                            ? "the input holds no record, so nothing was compared"
                            : "every record was rejected, " + read.get()
                                    + " of them, so nothing was compared; check --handle, --message and --id");
        }
        if (outlasted(done)) {
            console.note("the comparison took longer than its claims are held, "
                    + options.retention().toMillis()
                    + " ms, so a post may be unique twice; give a longer --retention");
        }
    }

    private boolean outlasted(Comparison done) {
        return done.elapsed().compareTo(options.retention()) >= 0;
    }

    private void show(String text) {
        OutputStream out = options.streams().out();
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw Failures.report("(standard output)", e);
        }
    }

    /** What a store has said wrong stays wrong, whatever comes after; rejected records went to no store, and are no fault of one. */
    private int exitCode(@Nullable RunException failure, Comparison done) {
        if (done.differing() > 0) {
            return ExitCode.DIFFERING;
        }
        RunException early = failure == null ? inputFailure : failure;
        if (early != null) {
            return early.exitCode();
        }
        return read.get() > 0 && done.compared() == 0 ? ExitCode.USAGE : ExitCode.OK;
    }
}

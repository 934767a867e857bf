// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code dedup compare}, from its options to its exit status. */
final class CompareRun {
    private final CompareCommand options;
    private final Console console;
    private final RejectWriter rejects;
    private final long started = System.nanoTime();
    private long read;
    private long rejected;
    private boolean inputFailed;
    private @Nullable Comparison comparison;

    CompareRun(CompareCommand options) {
        this.options = options;
        this.console = new Console(options.streams().err());
        this.rejects = new RejectWriter(null, console);
    }

    /**
     * Runs.
     *
     * @return the exit status
     * @throws RunException if nobody reads the output
     */
    int run() {
        RunException failure = compare();
        if (failure != null) {
            console.note(failure.text());
        }
        return report(failure);
    }

    /** Returns what ended the run early, or null. */
    private @Nullable RunException compare() {
        try {
            options.check();
            List<Input> inputs = options.input().inputs(options.streams().in());
            options.input().check(inputs);
            compareAll(inputs);
            return null;
        } catch (RunException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RunException.store("the run was interrupted", e);
        }
    }

    private void compareAll(List<Input> inputs) throws InterruptedException {
        try (PostFiles<Sighting> files = PostFiles.open(inputs, options.input().reading(), this::sighting);
                Contenders contenders = Contenders.open(
                        options.stores(), options.retention(), options.run().deadline());
                ClaimLog claims = ClaimLog.in(Path.of(System.getProperty("java.io.tmpdir")));
                Progress progress = Progress.start(options.run().progress(), inputs, console.stream())) {
            contenders.warmUp();
            Comparison begun = new Comparison(contenders, claims);
            comparison = begun;
            try {
                compareAll(files, begun, progress);
            } finally {
                contenders.all().forEach(contender -> forget(contender, claims));
            }
        }
    }

    private Sighting sighting(RawRecord record, Tweet tweet) {
        return Sighting.of(record, options.input().identity().fingerprint(tweet));
    }

    private void compareAll(PostFiles<Sighting> files, Comparison begun, Progress progress)
            throws InterruptedException {
        Batches<Sighting> batches = new Batches<>(options.batchSize(), begun::compare);
        try (ReadAhead<Sighting> ahead = ReadAhead.start(files)) {
            ParsedChunk<Sighting> chunk = ahead.next();
            while (chunk != null) {
                take(chunk);
                chunk.posts().forEach(batches::add);
                progress.update(begun.compared(), "compared");
                chunk = ahead.next();
            }
            batches.finish();
        }
    }

    private void take(ParsedChunk<Sighting> chunk) {
        read += chunk.posts().size() + (long) chunk.rejects().size();
        rejected += chunk.rejects().size();
        chunk.rejects().forEach(rejects::write);
        if (!chunk.failure().isEmpty()) {
            inputFailed = true;
            console.note(chunk.failure());
        }
    }

    private void forget(Contender contender, ClaimLog claims) {
        contender
                .forget(claims)
                .ifPresent(reason -> console.note(contender.name() + ": claims of this run are left, and lapse within "
                        + options.retention().toSeconds() + " s: " + reason));
    }

    /** Of a run that did not come to its stores there is nothing to show. */
    private int report(@Nullable RunException failure) {
        Comparison done = comparison;
        int exitCode = exitCode(failure, done);
        if (done != null) {
            ComparisonReport report = new ComparisonReport(done, read, rejected, options.batchSize(), outlasted());
            show(options.json() ? report.json(exitCode) : report.text().stripTrailing());
        }
        return exitCode;
    }

    private boolean outlasted() {
        boolean outlasted = System.nanoTime() - started >= options.retention().toNanos();
        if (outlasted) {
            console.note("the run took longer than its claims are held, "
                    + options.retention().toMillis()
                    + " ms, so a post may be unique twice and stores may differ; give a longer --retention");
        }
        return outlasted;
    }

    private void show(String text) {
        RecordWriter out =
                RecordWriter.toStream("(standard output)", options.streams().out());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** Rejected records went to no store: they are counted, and no difference between stores. */
    private int exitCode(@Nullable RunException failure, @Nullable Comparison done) {
        if (failure != null) {
            return failure.exitCode();
        }
        if (done != null && done.differing() > 0) {
            return ExitCode.DIFFERING;
        }
        return inputFailed ? ExitCode.FILES : ExitCode.OK;
    }
}

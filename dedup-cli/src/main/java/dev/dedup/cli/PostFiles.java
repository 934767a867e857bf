// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run, read one after the other; a file that fails is told and passed over.
 *
 * <p>Reading and parsing are apart: {@link #next()} reads, and what it returns parses, on any thread. For one thread at a time.
 *
 * @param <T> what is made of a post
 */
final class PostFiles<T> implements Closeable {
    private final Deque<Input> waiting;
    private final Deque<Supplier<ParsedChunk<T>>> early = new ArrayDeque<>();
    private final ReadingOptions options;
    private final BiFunction<RawRecord, Tweet, T> maker;
    private @Nullable PostFile current;
    private String currentName = "";
    private @Nullable Layout layout;

    private PostFiles(List<Input> inputs, ReadingOptions options, BiFunction<RawRecord, Tweet, T> maker) {
        this.waiting = new ArrayDeque<>(inputs);
        this.options = options;
        this.maker = maker;
    }

    /**
     * Opens the first file that has any record, which fixes the layout for all.
     *
     * @throws RunException if that file is unusable; nothing was done then
     */
    static <T> PostFiles<T> open(List<Input> inputs, ReadingOptions options, BiFunction<RawRecord, Tweet, T> maker) {
        PostFiles<T> files = new PostFiles<>(inputs, options, maker);
        while (files.layout == null && !files.waiting.isEmpty()) {
            try {
                files.openNext();
            } catch (IOException e) {
                throw RunException.usage(files.currentName + ": " + Failures.reason(e));
            } catch (MalformedRecordException e) {
                throw RunException.usage(files.currentName + ":1: " + e.reason());
            }
        }
        return files;
    }

    /** Returns the layout of all files; empty if none has any record. */
    Optional<Layout> layout() {
        return Optional.ofNullable(layout);
    }

    /** Reads on, and returns what parses the records that were read, or null at the end of the last file. */
    @Nullable
    Supplier<ParsedChunk<T>> next() {
        Optional<Supplier<ParsedChunk<T>>> chunk = Optional.ofNullable(early.poll());
        while (chunk.isEmpty() && (current != null || !waiting.isEmpty())) {
            chunk = current == null ? openedNext() : read(current);
        }
        return chunk.orElse(null);
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private Optional<Supplier<ParsedChunk<T>>> read(PostFile file) {
        List<RawRecord> records = file.next();
        if (!records.isEmpty()) {
            PostParser parser = layout().orElseThrow().parser();
            return Optional.of(() -> ChunkParser.parse(records, parser, maker));
        }
        close();
        return file.failure().map(this::failed);
    }

    private Optional<Supplier<ParsedChunk<T>>> openedNext() {
        try {
            openNext();
            return Optional.ofNullable(early.poll());
        } catch (IOException e) {
            return Optional.of(failed(Failures.reason(e)));
        } catch (MalformedRecordException e) {
            close();
            return Optional.of(failed(e.reason()));
        }
    }

    private void openNext() throws IOException, MalformedRecordException {
        Input input = waiting.remove();
        currentName = input.name();
        PostFile file = PostFile.open(input, options);
        current = file;
        if (file.layout().isPresent()) {
            accept(file.layout().get());
        } else {
            passOver(file);
        }
    }

    /** A file without any record is done with, but why it has none is still to be told. */
    private void passOver(PostFile file) {
        close();
        file.failure().map(this::failed).ifPresent(early::add);
    }

    private void accept(Layout found) throws MalformedRecordException {
        if (layout == null) {
            layout = found;
        } else {
            layout.requireSame(found);
        }
    }

    private Supplier<ParsedChunk<T>> failed(String reason) {
        String failure = currentName + ": " + reason;
        return () -> ParsedChunk.failed(failure);
    }
}

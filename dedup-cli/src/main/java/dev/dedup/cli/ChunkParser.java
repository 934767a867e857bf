// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Parses the records of one buffer; each on its own, so that one bad record spoils no other. For one thread. */
final class ChunkParser<T> {
    private final PostParser parser;
    private final BiFunction<RawRecord, Tweet, T> maker;
    private final StrictUtf8 utf8 = new StrictUtf8();
    private final List<T> posts = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();

    private ChunkParser(PostParser parser, BiFunction<RawRecord, Tweet, T> maker) {
        this.parser = parser;
        this.maker = maker;
    }

    static <T> ParsedChunk<T> parse(List<RawRecord> records, PostParser parser, BiFunction<RawRecord, Tweet, T> maker) {
        ChunkParser<T> work = new ChunkParser<>(parser, maker);
        boolean utf8 = work.isUtf8(records);
        for (RawRecord record : records) {
            work.take(record, utf8);
        }
        return ParsedChunk.of(work.posts, work.rejects);
    }

    private void take(RawRecord record, boolean knownUtf8) {
        try {
            String fault = record.fault();
            if (fault != null) {
                throw new MalformedRecordException(fault);
            }
            if (!knownUtf8) {
                utf8.require(record);
            }
            posts.add(maker.apply(record, parser.parse(record)));
        } catch (MalformedRecordException e) {
            rejects.add(new Reject(record, e.reason()));
        }
    }

    /** The neighbours share a buffer, so one look over all of them mostly saves a look at each. */
    private boolean isUtf8(List<RawRecord> records) {
        RawRecord first = records.get(0);
        RawRecord last = records.get(records.size() - 1);
        int length = last.offset() + last.length() - first.offset();
        return first.buffer() == last.buffer() && utf8.firstInvalid(first.buffer(), first.offset(), length) < 0;
    }
}

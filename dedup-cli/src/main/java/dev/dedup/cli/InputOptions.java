// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.TweetIdentity;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options by which every subcommand reads posts. */
final class InputOptions {
    /** What {@code --format} takes. */
    enum FormatChoice {
        /** Told by each file's name, else by its first line. */
        auto,
        /** JSON Lines. */
        jsonl,
        /** CSV. */
        csv
    }

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files of posts; - or none for standard input. Unpacked if the name ends in .gz.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description =
                    "auto, jsonl or csv (default: ${DEFAULT-VALUE}). auto goes by the name (.jsonl, .ndjson, .json,"
                            + " .csv), else it takes a first line with the named columns for CSV and all else for JSON Lines.")
    private FormatChoice format = FormatChoice.auto;

    @Option(
            names = "--identity",
            paramLabel = "SCHEME",
            defaultValue = "handle+message/exact-1",
            converter = Converters.OfIdentity.class,
            description =
                    "What makes two posts the same: handle+message/exact-1 (default), handle+message/case-space-1,"
                            + " message/exact-1, message/case-space-1 or id.")
    private TweetIdentity identity = TweetIdentity.of("handle+message/exact-1");

    @Option(
            names = "--handle",
            paramLabel = "NAME",
            defaultValue = "handle",
            description = "JSON field or CSV column of the handle (default: ${DEFAULT-VALUE}).")
    private String handle = "handle";

    @Option(
            names = "--message",
            paramLabel = "NAME",
            defaultValue = "message",
            description = "JSON field or CSV column of the message (default: ${DEFAULT-VALUE}).")
    private String message = "message";

    @Option(
            names = "--id",
            paramLabel = "NAME",
            defaultValue = "id",
            description =
                    "JSON field or CSV column of the id (default: ${DEFAULT-VALUE}); read only by the identities id"
                            + " and message/…")
    private String id = "id";

    @Option(
            names = "--max-record-bytes",
            paramLabel = "SIZE",
            defaultValue = "16M",
            converter = Converters.OfByteSize.class,
            description = "Longest record that is accepted (default: ${DEFAULT-VALUE}); a longer one is rejected.")
    private int maxRecordBytes = 16 << 20;

    TweetIdentity identity() {
        return identity;
    }

    ReadingOptions reading() {
        FieldNames names = new FieldNames(handle, message, id, FieldNames.IdUse.of(identity));
        return new ReadingOptions(chosenFormat(), names, maxRecordBytes);
    }

    List<Input> inputs(InputStream standardInput) {
        List<Input> inputs = new ArrayList<>();
        for (String file : files.isEmpty() ? List.of("-") : files) {
            inputs.add(Input.of(file, standardInput));
        }
        return inputs;
    }

    /** Refuses what cannot be read at all, before anything is done. */
    void check(List<Input> inputs) {
        reading().names().requireDistinct();
        inputs.forEach(Input::check);
    }

    private Optional<Format> chosenFormat() {
        return switch (format) {
            case auto -> Optional.empty();
            case jsonl -> Optional.of(Format.JSONL);
            case csv -> Optional.of(Format.CSV);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Where the records of a run go. For one thread. */
final class Outputs implements Closeable {
    private final RecordWriter unique;
    private final @Nullable RecordWriter duplicates;
    private final @Nullable RecordWriter rejectFile;
    private final RejectWriter rejects;

    Outputs(
            RecordWriter unique,
            @Nullable RecordWriter duplicates,
            @Nullable RecordWriter rejectFile,
            Console console) {
        this.unique = unique;
        this.duplicates = duplicates;
        this.rejectFile = rejectFile;
        this.rejects = new RejectWriter(rejectFile, console);
    }

    void writeUnique(RawRecord record) {
        unique.write(record);
    }

    void writeDuplicate(RawRecord record) {
        if (duplicates != null) {
            duplicates.write(record);
        }
    }

    void reject(Reject reject) {
        rejects.write(reject);
    }

    /** Hands everything written so far to the operating system. */
    void flush() {
        unique.flush();
        if (duplicates != null) {
            duplicates.flush();
        }
        rejects.flush();
    }

    @Override
    public void close() {
        closeAll(duplicates, rejectFile, unique);
    }

    /** Closes each, whatever becomes of the others. */
    private static void closeAll(@Nullable RecordWriter... writers) {
        RunException failure = null;
        for (RecordWriter writer : writers) {
            try {
                if (writer != null) {
                    writer.close();
                }
            } catch (RunException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

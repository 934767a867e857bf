// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;

/** A post of the input: its record, and its fingerprint under the identity of the run. */
final class Post {
    private final RawRecord record;
    private final Fingerprint fingerprint;
    private final boolean written;

    private Post(RawRecord record, Fingerprint fingerprint, boolean written) {
        this.record = record;
        this.fingerprint = fingerprint;
        this.written = written;
    }

    static Post of(RawRecord record, Fingerprint fingerprint) {
        return new Post(record, fingerprint, false);
    }

    RawRecord record() {
        return record;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Says whether an earlier run has written the post to the output, and only its claim is still to be made. */
    boolean isWritten() {
        return written;
    }

    /** Returns the post as one that is in the output; its record is not needed any more. */
    Post asWritten() {
        return new Post(RawRecord.faulty(record.file(), record.line(), "written"), fingerprint, true);
    }

    /** Returns the post without its neighbours' bytes, to be kept for long. */
    Post detached() {
        return written ? this : new Post(record.detached(), fingerprint, false);
    }
}

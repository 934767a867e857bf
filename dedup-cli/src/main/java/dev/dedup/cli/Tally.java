// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/** Counts what became of the records of a run. For one thread. */
final class Tally {
    private long unique;
    private long duplicate;
    private long rejected;
    private long read;
    private long recovered;
    private long repeated;

    void addRead(long records) {
        read += records;
    }

    void addUnique(long posts) {
        unique += posts;
    }

    void addDuplicate(long posts) {
        duplicate += posts;
    }

    void addRejected(long records) {
        rejected += records;
    }

    /** Counts posts that the output held before the run. */
    void addRecovered(long posts) {
        recovered += posts;
    }

    /** Counts unique posts whose lease was lost after they were written, and which somebody else may write again. */
    void addRepeated(long posts) {
        repeated += posts;
    }

    /** Returns how many records were read; those of a run that failed may be in none of the other counts. */
    long read() {
        return read;
    }

    long unique() {
        return unique;
    }

    long duplicate() {
        return duplicate;
    }

    long rejected() {
        return rejected;
    }

    long recovered() {
        return recovered;
    }

    long repeated() {
        return repeated;
    }

    /** Returns how many records were read and neither written, found duplicate nor rejected; 0 after a run that ended well. */
    long unsettled() {
        return read - unique - duplicate - rejected;
    }
}

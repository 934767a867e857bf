// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.PrintStream;

/** Speaks to the user on standard error, a line at a time. */
final class Console {
    private final PrintStream err;

    Console(PrintStream err) {
        this.err = err;
    }

    /** Says something that the user should know about. */
    void note(String message) {
        err.println("dedup: " + message);
    }

    /** Prints a line of a report. */
    void print(String line) {
        err.println(line);
    }

    PrintStream stream() {
        return err;
    }
}

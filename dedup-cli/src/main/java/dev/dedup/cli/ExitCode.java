// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/** What the command's exit status says; the help and the reference list them all. */
final class ExitCode {
    static final int OK = 0;
    static final int REJECTED = 1;
    static final int DIFFERING = 1;
    static final int USAGE = 2;
    static final int STORE = 3;
    static final int FILES = 4;
    static final int INTERNAL = 5;

    /** As if the signal had ended the process: 128 + SIGPIPE. */
    static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import org.jspecify.annotations.Nullable;

/** Ends the command with a message for its user and an exit status; not a fault in the program. */
final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private RunException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static RunException usage(String message) {
        return new RunException(ExitCode.USAGE, message, null);
    }

    static RunException store(String message, @Nullable Throwable cause) {
        return new RunException(ExitCode.STORE, message, cause);
    }

    static RunException files(String message, @Nullable Throwable cause) {
        return new RunException(ExitCode.FILES, message, cause);
    }

    /** The reader of a pipe has gone, as {@code head} does: there is nobody left to tell. */
    static RunException closedPipe(Throwable cause) {
        return new RunException(ExitCode.CLOSED_PIPE, "", cause);
    }

    int exitCode() {
        return exitCode;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import org.jspecify.annotations.Nullable;

/** Ends the command with a message for its user and an exit status; not a fault in the program. */
final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final @Nullable String store;

    private RunException(int exitCode, @Nullable String store, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.store = store;
    }

    static RunException usage(String message) {
        return new RunException(ExitCode.USAGE, null, message, null);
    }

    static RunException store(String message, @Nullable Throwable cause) {
        return new RunException(ExitCode.STORE, null, message, cause);
    }

    /** One store of several failed; the message names it as well. */
    static RunException ofStore(String store, String message, @Nullable Throwable cause) {
        return new RunException(ExitCode.STORE, store, message, cause);
    }

    static RunException files(String message, @Nullable Throwable cause) {
        return new RunException(ExitCode.FILES, null, message, cause);
    }

    /** The reader of a pipe has gone, as {@code head} does: there is nobody left to tell. */
    static RunException closedPipe(Throwable cause) {
        return new RunException(ExitCode.CLOSED_PIPE, null, "", cause);
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns what the store that failed is called, without credentials; null if it was none of several. */
    @Nullable
    String store() {
        return store;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

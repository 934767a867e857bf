// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Puts what the system says into words. */
final class Failures {
    private Failures() {}

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission was denied";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return e instanceof EOFException ? "the gzip data breaks off" : plain(e.getMessage(), e);
    }

    private static String plain(@Nullable String message, IOException e) {
        return message != null ? message : e.getClass().getSimpleName();
    }

    /** A store failed for good: what that means, how long it was tried, and the store's own words. */
    static String ofStore(String what, Duration deadline, @Nullable Throwable cause) {
        return what + " (after " + deadline.toMillis() + " ms at most): " + words(cause);
    }

    /** The exceptions speak to programmers; the store's own words are for everybody. */
    static String words(@Nullable Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause == null || cause instanceof TimeoutException) {
            return "it did not answer";
        }
        return cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }

    /** A time-out comes bare, and whatever a store completed with comes wrapped. */
    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** An output failed after the run had begun. */
    static RunException output(String name, IOException e) {
        if (isClosedPipe(e)) {
            return RunException.closedPipe(e);
        }
        return RunException.files(
                name + ": writing failed: " + reason(e)
                        + "; what was written stays, nothing else was claimed for good: make room or choose another file,"
                        + " and run again with --append",
                e);
    }

    /** What was found could not be shown, and is nowhere else. */
    static RunException report(String name, IOException e) {
        return isClosedPipe(e)
                ? RunException.closedPipe(e)
                : RunException.files(
                        name + ": the report cannot be written: " + reason(e)
                                + "; make room or send it elsewhere, and run again",
                        e);
    }

    private static boolean isClosedPipe(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }
}

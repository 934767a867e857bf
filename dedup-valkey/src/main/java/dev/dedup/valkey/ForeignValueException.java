// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

/** A key holds what this version did not write. The message completes a sentence and shows nothing of the value. */
final class ForeignValueException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignValueException(String problem) {
        super(problem);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

/** An item is no claim of the record layout that this version knows; the message says why. */
final class ForeignItemException extends Exception {
    private static final long serialVersionUID = 1L;

    ForeignItemException(String message) {
        super(message);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import org.jspecify.annotations.Nullable;

/** There was no password to log in with at this moment. */
final class NoPasswordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoPasswordException(@Nullable String why, @Nullable Throwable cause) {
        super("no password could be had: " + why, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/**
 * A server answered a command with an error.
 *
 * <p>The message is the server's, such as {@code NOAUTH Authentication required.}; that of PostgreSQL follows its SQLSTATE, as in
 * {@code 42P01 ERROR: relation "claims" does not exist}.
 */
public final class ServerErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerErrorException(String message) {
        super(message);
    }

    ServerErrorException(String message, Throwable cause) {
        super(message, cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/** A server answered a command with an error; the message is the server's, such as {@code NOAUTH Authentication required.}. */
public final class ServerErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerErrorException(String message) {
        super(message);
    }
}

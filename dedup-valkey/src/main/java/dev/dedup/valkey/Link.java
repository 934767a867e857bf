// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import java.util.List;

/** The way to the server or servers. Thread-safe; nothing here blocks but {@link #close()} and {@link #infos(String)}. */
interface Link extends AutoCloseable {
    /** Whether the answer is a cluster's word that a key is elsewhere. */
    static boolean isRedirection(String error) {
        return error.startsWith("MOVED ") || error.startsWith("ASK ");
    }

    /** Sends commands, each server's in one write. */
    void send(List<? extends KeyCommand<?>> commands);

    /** Sends a command that was answered with a redirection, and follows that one and any other. */
    void follow(KeyCommand<?> command);

    /** Takes notice of an error that the connection may be to blame for. */
    void refused(String error);

    /** What each server that holds claims says of itself in a section of {@code INFO}. */
    List<ServerInfo> infos(String section);

    @Override
    void close();
}

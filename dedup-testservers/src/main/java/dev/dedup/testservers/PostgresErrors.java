// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Tells what PostgreSQL answers from what happens on the way to it. */
final class PostgresErrors {
    private PostgresErrors() {}

    interface Work<T> {
        T done() throws SQLException;
    }

    static <T> T translated(Work<T> work) {
        try {
            return work.done();
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private static RuntimeException translated(SQLException e) {
        String message = e.getSQLState() + " " + e.getMessage();
        return e instanceof PSQLException answer && answer.getServerErrorMessage() != null
                ? new ServerErrorException(message, e)
                : new UncheckedIOException(new IOException(message, e));
    }
}

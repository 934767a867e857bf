// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dedup.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * Makes the table of claims, and checks at start that what is there is one.
 *
 * @param table its name
 * @param failures says what is wrong
 */
record Schema(ClaimTable table, Failures failures) {
    private static final String MIGRATION = "migration/V1__claims.sql";
    private static final int OLDEST_SERVER = 130_000;

    private static final int ATTEMPTS = 3;
    private static final String OPERATION = "start";

    /** Makes schema and table unless there is a table of this name. Others may do the same at the same moment. */
    void create(Connection connection) throws SQLException {
        if (FoundTable.read(connection, table).schema() != null) {
            return;
        }
        String schema = table.schema();
        if (schema != null && !exists(connection, schema)) {
            make(connection, "CREATE SCHEMA " + ClaimTable.quoted(schema));
        }
        makeTable(connection, ATTEMPTS);
    }

    /** A schema that somebody has just made may not be seen yet by a server process that had looked for it. */
    private void makeTable(Connection connection, int attempts) throws SQLException {
        try {
            make(connection, migration().replace(ClaimTable.DEFAULT.quoted(), table.quoted()));
        } catch (SQLException e) {
            if (attempts == 1 || !Failures.NO_SCHEMA.equals(Failures.state(e))) {
                throw e;
            }
            makeTable(connection, attempts - 1);
        }
    }

    /** A plain "IF NOT EXISTS" fails without the right to make schemas, even if there is one of the name. */
    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            return statement.executeQuery().next();
        }
    }

    private static void make(Connection connection, String definition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition);
        } catch (SQLException e) {
            if (!Failures.EXISTS_ALREADY.contains(Failures.state(e))) {
                throw e;
            }
        }
    }

    /**
     * Refuses a server or a table that claims cannot be kept in.
     *
     * @return the table with the schema that it is in: what a name without one leads to is another thing on a connection with another
     *     search path or a temporary table of the name
     */
    ClaimTable check(Connection connection) throws SQLException {
        FoundTable found = FoundTable.read(connection, table);
        if (found.server() < OLDEST_SERVER) {
            throw refusal(
                    "the server's version is " + found.server() / 10_000 + "; dedup needs PostgreSQL 13 or newer");
        }
        String schema = found.schema();
        if (schema == null) {
            throw refusal(
                    "it does not exist; make it by createSchema(), by ?createSchema=true or by the migration in the jar");
        }
        String problem = found.problem();
        if (problem != null) {
            throw refusal(problem);
        }
        return table.inSchema(schema);
    }

    private StoreException refusal(String problem) {
        return StoreException.permanent(failures.store(), OPERATION, "table " + table + ": " + problem, null);
    }

    /** The migration as it is in the jar, for the default name. */
    static String migration() {
        try (InputStream file = Objects.requireNonNull(Schema.class.getResourceAsStream(MIGRATION), MIGRATION)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of dedup-postgres cannot be read", e);
        }
    }
}

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Makes the table of claims, and checks at start that what is there is one.
 *
 * @param table its name
 * @param failures says what is wrong
 */
record Schema(ClaimTable table, Failures failures) {
    static final int LAYOUT = 1;

    private static final String MIGRATION = "migration/V1__claims.sql";
    private static final String MARK = "dedup claims, layout ";
    private static final String COLUMNS =
            "expires_at timestamp with time zone, fingerprint uuid, leased boolean, token bigint";
    private static final int OLDEST_SERVER = 130_000;

    private static final String FIND = """
            SELECT current_setting('server_version_num')::int, found, obj_description(found, 'pg_class'),
                (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attname::text COLLATE "C")
                    FROM pg_attribute WHERE attrelid = found AND attnum > 0 AND NOT attisdropped),
                EXISTS (SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                    WHERE i.indrelid = found AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
                    AND a.attname = 'fingerprint')
            FROM (SELECT to_regclass(?)) AS t (found)""";

    private static final String OPERATION = "start";

    /** What the server has under the table's name. */
    private record Present(
            int server,
            @Nullable String table,
            @Nullable String comment,
            @Nullable String columns,
            boolean isUnique) {
        @Nullable
        Integer layout() {
            String text = comment;
            return text == null || !text.matches(MARK + "\\d{1,9}")
                    ? null
                    : Integer.valueOf(text.substring(MARK.length()));
        }
    }

    /** Something to ask the server. */
    @FunctionalInterface
    private interface Check {
        boolean holds() throws SQLException;
    }

    /** Makes schema and table unless there is a table of this name. Others may do the same at the same moment. */
    void create(Connection connection) throws SQLException {
        if (present(connection).table() != null) {
            return;
        }
        String schema = table.schema();
        if (schema != null && !exists(connection, schema)) {
            make(connection, "CREATE SCHEMA " + ClaimTable.quoted(DSL.name(schema)), () -> exists(connection, schema));
        }
        make(
                connection,
                migration().replace(ClaimTable.DEFAULT.quoted(), table.quoted()),
                () -> present(connection).table() != null);
    }

    /** A plain "IF NOT EXISTS" fails without the right to make schemas, even if there is one of the name. */
    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            return statement.executeQuery().next();
        }
    }

    /** The server has several errors for those who come second: what is there now has been made by somebody. */
    private static void make(Connection connection, String definition, Check isThere) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition);
        } catch (SQLException e) {
            if (!isThere.holds()) {
                throw e;
            }
        }
    }

    /** Refuses a server or a table that claims cannot be kept in. */
    void check(Connection connection) throws SQLException {
        Present present = present(connection);
        if (present.server() < OLDEST_SERVER) {
            throw refusal(
                    "the server's version is " + present.server() / 10_000 + "; dedup needs PostgreSQL 13 or newer");
        }
        if (present.table() == null) {
            throw refusal(
                    "it does not exist; make it by createSchema(), by ?createSchema=true or by the migration in the jar");
        }
        Integer layout = present.layout();
        if (layout != null && layout != LAYOUT) {
            throw refusal("it has layout " + layout + ", and this version of dedup knows layout " + LAYOUT
                    + (layout > LAYOUT ? "; use a newer dedup" : "; migrate it"));
        }
        if (layout == null || !COLUMNS.equals(present.columns()) || !present.isUnique()) {
            throw refusal("it is no table of claims: its columns are [" + present.columns() + "] and its comment is "
                    + (layout == null ? "not \"" + MARK + LAYOUT + "\"" : "right") + "; expected are [" + COLUMNS
                    + "], unique by fingerprint. Choose another table name");
        }
    }

    private StoreException refusal(String problem) {
        return StoreException.permanent(failures.store(), OPERATION, "table " + table + ": " + problem, null);
    }

    private Present present(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Present(
                        row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getBoolean(5));
            }
        }
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

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server has under the name of the table of claims.
 *
 * @param server its version, such as 130023
 * @param schema where the name leads; null if it leads nowhere
 * @param kind what it is, by the letter of pg_class: "r" for a table
 * @param persistence how long it lasts, by the letter of pg_class: "p" for good
 * @param family "child" if it inherits or is a partition, "parent" if others inherit from it
 * @param comment its comment
 * @param columns names and types of all columns
 * @param nullable those that may be null, of those that must not
 * @param neverNull those that must not be null, of those that may
 * @param keys of its unique indexes by fingerprint alone what there is: "key", "deferrable", "invalid"
 */
record FoundTable(
        int server,
        @Nullable String schema,
        String kind,
        String persistence,
        Set<String> family,
        String comment,
        String columns,
        String nullable,
        String neverNull,
        Set<String> keys) {
    static final int LAYOUT = 1;

    private static final String MARK = "dedup claims, layout ";
    private static final String COLUMNS =
            "expires_at timestamp with time zone, fingerprint uuid, leased boolean, token bigint";
    private static final String ELSEWHERE = "; claims need a plain table of their own. Choose another table name";

    private static final Map<String, String> KINDS = Map.of(
            "p", "a partitioned table",
            "v", "a view",
            "m", "a materialized view",
            "f", "a foreign table",
            "S", "a sequence",
            "i", "an index",
            "I", "an index",
            "c", "a composite type",
            "t", "a TOAST table");

    private static final String FIND = """
            SELECT current_setting('server_version_num')::int, n.nspname, c.relkind::text, c.relpersistence::text,
                concat_ws(',', (SELECT 'child' FROM pg_inherits WHERE inhrelid = c.oid LIMIT 1),
                    (SELECT 'parent' FROM pg_inherits WHERE inhparent = c.oid LIMIT 1)),
                obj_description(c.oid, 'pg_class'), a.columns, a.nullable, a.never_null,
                (SELECT string_agg(DISTINCT CASE WHEN NOT i.indisvalid THEN 'invalid' WHEN i.indimmediate THEN 'key'
                        ELSE 'deferrable' END, ',')
                    FROM pg_index i JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = i.indkey[0]
                    WHERE i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL
                    AND k.attname = 'fingerprint')
            FROM (SELECT to_regclass(?)) AS t (found)
            LEFT JOIN pg_class c ON c.oid = found
            LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attname::text COLLATE "C"),
                    string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE attname <> 'leased' AND NOT attnotnull),
                    string_agg(attname, ', ' ORDER BY attnum) FILTER (WHERE attname = 'leased' AND attnotnull)
                FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
                AS a (columns, nullable, never_null)""";

    static FoundTable read(Connection connection, ClaimTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new FoundTable(
                        row.getInt(1),
                        row.getString(2),
                        text(row, 3),
                        text(row, 4),
                        Set.of(text(row, 5).split(",", -1)),
                        text(row, 6),
                        text(row, 7),
                        text(row, 8),
                        text(row, 9),
                        Set.of(text(row, 10).split(",", -1)));
            }
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /** Why claims cannot be kept in it; null if they can. */
    @Nullable
    String problem() {
        String problem = problemOfKind();
        problem = problem == null ? problemOfLayout() : problem;
        return problem == null ? problemOfRules() : problem;
    }

    /** A plain table is seen by all connections, kept in a crash, and all rows that a statement reads are under its one key. */
    private @Nullable String problemOfKind() {
        if (!kind.equals("r")) {
            return "it is " + KINDS.getOrDefault(kind, "of the kind " + kind) + ELSEWHERE;
        }
        if (persistence.equals("t")) {
            return "it is a temporary table, which other connections do not see; drop it, or name the schema of the table"
                    + " of claims";
        }
        if (persistence.equals("u")) {
            return "it is UNLOGGED: the server empties it after a crash, and every post is new again; run ALTER TABLE …"
                    + " SET LOGGED";
        }
        if (family.contains("child")) {
            return "it inherits from another table, or is a partition of one" + ELSEWHERE;
        }
        return family.contains("parent")
                ? "other tables inherit from it, whose rows count as claims and whose keys do not; run ALTER TABLE … NO"
                        + " INHERIT on them"
                : null;
    }

    private @Nullable String problemOfLayout() {
        boolean hasMark = comment.matches(MARK + "\\d{1,9}");
        int layout = hasMark ? Integer.parseInt(comment.substring(MARK.length())) : LAYOUT;
        if (layout != LAYOUT) {
            return "it has layout " + layout + ", and this version of dedup knows layout " + LAYOUT
                    + (layout > LAYOUT ? "; use a newer dedup" : "; migrate it");
        }
        if (hasMark && COLUMNS.equals(columns) && !keys.contains("")) {
            return null;
        }
        return "it is no table of claims: its columns are [" + columns + "] and its comment is "
                + (hasMark ? "right" : "not \"" + MARK + LAYOUT + "\"") + "; expected are [" + COLUMNS
                + "], unique by fingerprint. Choose another table name";
    }

    /** ON CONFLICT takes every valid index by the fingerprint, fails if one of them is deferrable, and needs one. */
    private @Nullable String problemOfRules() {
        if (keys.contains("deferrable")) {
            return "its key is DEFERRABLE, and the server resolves no conflict by such a key; make it NOT DEFERRABLE";
        }
        if (!keys.contains("key")) {
            return "its unique index by fingerprint is not valid, as after a failed CREATE INDEX CONCURRENTLY; make it"
                    + " again";
        }
        if (!nullable.isEmpty()) {
            return "its columns " + nullable + " may be null; run ALTER TABLE … ALTER COLUMN … SET NOT NULL";
        }
        return neverNull.isEmpty()
                ? null
                : "its column " + neverNull + " must not be null, but is when a claim is confirmed; run ALTER TABLE …"
                        + " ALTER COLUMN " + neverNull + " DROP NOT NULL";
    }
}

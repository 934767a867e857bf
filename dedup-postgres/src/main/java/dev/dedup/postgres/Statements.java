// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.util.regex.Pattern;

/**
 * The statements on one table of claims.
 *
 * <p>Each is preceded by the limit on its own time, in the same message and the same transaction: the connection keeps no setting, so
 * that a pooler may give it to somebody else afterwards. The limit is the first parameter, in milliseconds.
 *
 * @param claim inserts what is absent, and tells what is held; touches nothing that is there
 * @param takeOver the same for what neither was inserted nor is held: takes over what has expired
 * @param shared claims for several calls, each with a token, a state and a hold of its own
 * @param sharedTakeOver the same for what neither was inserted nor is held
 * @param renew sets state and expiry
 * @param release deletes what is held under a token
 * @param forget deletes what is held
 * @param lookup tells what is held
 * @param purge deletes what has expired, in a range of the table's blocks
 */
record Statements(
        String claim,
        String takeOver,
        String shared,
        String sharedTakeOver,
        String renew,
        String release,
        String forget,
        String lookup,
        String purge) {
    static final String LIMIT = "SELECT set_config('statement_timeout', ?, true); ";

    private static final String ASKED_BY_ONE =
            "WITH asked AS MATERIALIZED (SELECT unnest(?::uuid[]) AS fingerprint, ?::bigint AS token, ?::boolean AS leased,"
                    + " ?::bigint AS hold)";

    private static final String ASKED_BY_MANY =
            "WITH asked AS MATERIALIZED (SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::bigint[])"
                    + " AS a (fingerprint, token, leased, hold))";

    /** To the millisecond, as holds are; null is a hold without an end. */
    private static final String EXPIRY =
            "coalesce(date_trunc('milliseconds', clock_timestamp()) + $1 * interval '1 millisecond', 'infinity')";

    private static final Pattern EXPIRY_CALL = Pattern.compile("EXPIRY\\((.*?)\\)");

    private static final String INSERT = """
            INSERT INTO %1$s AS c (token, leased, expires_at, fingerprint)
            SELECT token, leased, EXPIRY(hold), fingerprint FROM asked
            ON CONFLICT (fingerprint)\s""";

    private static final String INSERTED = ", mine AS (" + INSERT + "DO NOTHING RETURNING c.fingerprint)";

    private static final String TAKEN_OVER = ", mine AS (" + INSERT + """
            DO UPDATE SET token = excluded.token, leased = excluded.leased, expires_at = excluded.expires_at
            WHERE c.expires_at <= clock_timestamp() RETURNING c.fingerprint)""";

    /**
     * The offset keeps the planner to one look into the index for each key, and NOT IN to a hash table: it takes an array of any
     * length for ten keys once the statement is prepared, and where it knows the length it would read a table of middling size as a
     * whole.
     */
    private static final String HELD = """
            SELECT c.fingerprint, c.token, c.leased
            FROM asked CROSS JOIN LATERAL (
                SELECT h.fingerprint, h.token, h.leased FROM %1$s h
                WHERE h.fingerprint = asked.fingerprint AND h.expires_at > clock_timestamp() OFFSET 0) c
            WHERE asked.fingerprint NOT IN (SELECT fingerprint FROM mine)""";

    private static final String MINE_AND = " SELECT fingerprint, NULL::bigint, NULL::boolean FROM mine UNION ALL ";

    static Statements on(ClaimTable table) {
        String name = table.quoted();
        return new Statements(
                text(ASKED_BY_ONE + INSERTED + MINE_AND + HELD, name),
                text(ASKED_BY_ONE + TAKEN_OVER + MINE_AND + HELD, name),
                text(ASKED_BY_MANY + INSERTED + MINE_AND + HELD, name),
                text(ASKED_BY_MANY + TAKEN_OVER + MINE_AND + HELD, name),
                text("""
                        WITH held AS MATERIALIZED (
                            SELECT fingerprint, leased FROM %1$s
                            WHERE fingerprint = ANY (?::uuid[]) AND token = ? AND expires_at > clock_timestamp()
                            ORDER BY fingerprint FOR NO KEY UPDATE),
                        changed AS (
                            UPDATE %1$s c SET leased = ?::boolean, expires_at = EXPIRY(?::bigint)
                            FROM held WHERE c.fingerprint = held.fingerprint AND (held.leased OR ?::boolean IS NULL))
                        SELECT fingerprint FROM held""", name),
                text(delete("AND token = ?"), name),
                text(delete(""), name),
                text("""
                        SELECT fingerprint, token, leased, (extract(epoch FROM nullif(expires_at, 'infinity')) * 1000)::bigint
                        FROM %1$s WHERE fingerprint = ANY (?::uuid[]) AND expires_at > clock_timestamp()""", name),
                text("""
                        WITH expired AS MATERIALIZED (
                            SELECT ctid FROM %1$s WHERE ctid >= ?::tid AND ctid < ?::tid AND expires_at <= clock_timestamp()
                            LIMIT ? FOR UPDATE SKIP LOCKED)
                        DELETE FROM %1$s c USING expired WHERE c.ctid = expired.ctid""", name));
    }

    private static String delete(String condition) {
        return """
                WITH held AS MATERIALIZED (
                    SELECT fingerprint FROM %1$s
                    WHERE fingerprint = ANY (?::uuid[]) AND expires_at > clock_timestamp() CONDITION
                    ORDER BY fingerprint FOR UPDATE)
                DELETE FROM %1$s c USING held WHERE c.fingerprint = held.fingerprint RETURNING c.fingerprint""".replace("CONDITION", condition);
    }

    private static String text(String statement, String table) {
        return LIMIT + EXPIRY_CALL.matcher(statement).replaceAll(EXPIRY).formatted(table);
    }
}

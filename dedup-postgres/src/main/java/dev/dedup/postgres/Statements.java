// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.util.regex.Pattern;

/**
 * The statements on one table of claims.
 *
 * <p>Each is preceded by the limit on its own time, in the same message and the same transaction: the connection keeps no setting, so
 * that a pooler may give it to somebody else afterwards. The limit is the first parameter, in milliseconds; of the claims the second is
 * how long they wait for another transaction at most, null for what is set.
 *
 * <p>A claim answers with a letter for each key in the server's order of keys; see {@link Letters}.
 *
 * @param claim looks, and inserts what is not held or takes over what has expired; touches nothing that it saw held
 * @param shared the same for several calls, each with a token, a state and a hold of its own
 * @param insertFirst inserts what is absent, and looks only if that was not all; in a transaction that sees one snapshot the server itself
 *     then refuses what the snapshot does not show
 * @param insertFirstOrTakeOver the same for what neither was inserted nor is held: takes over what has expired
 * @param renew sets state and expiry
 * @param release deletes what is held under a token
 * @param forget deletes what is held
 * @param lookup tells what is held
 * @param purge deletes what has expired, in a range of the table's blocks
 */
record Statements(
        String claim,
        String shared,
        String insertFirst,
        String insertFirstOrTakeOver,
        String renew,
        String release,
        String forget,
        String lookup,
        String purge) {
    /**
     * With the limit goes that tables are read by their index: a plan that was made for a small table, to read it as a whole, would be
     * kept while the table grows.
     */
    static final String LIMIT =
            "SELECT set_config('statement_timeout', ?, true), set_config('enable_seqscan', 'off', true); ";

    private static final String LIMIT_AND_WAIT =
            LIMIT.replace(";", ", set_config('lock_timeout', coalesce(?, current_setting('lock_timeout')), true);");

    /** To the millisecond, as holds are; null is a hold without an end. */
    private static final String EXPIRY =
            "coalesce(date_trunc('milliseconds', clock_timestamp()) + $1 * interval '1 millisecond', 'infinity')";

    private static final Pattern EXPIRY_CALL = Pattern.compile("EXPIRY\\((.*?)\\)");

    /** What a key is held by. The offset keeps the planner to one look into the index for each key, however many it expects. */
    private static final String HELD = """
            LEFT JOIN LATERAL (
                SELECT h.token, h.leased FROM %1$s h
                WHERE h.fingerprint = a.fingerprint AND h.expires_at > clock_timestamp() OFFSET 0) h ON true""";

    private static final String ON_CONFLICT = " ON CONFLICT (fingerprint) ";
    private static final String TAKE_OVER = """
            DO UPDATE SET token = excluded.token, leased = excluded.leased, expires_at = excluded.expires_at
            WHERE c.expires_at <= clock_timestamp()""";
    private static final String RETURNING = " RETURNING c.fingerprint)";

    /** What the statement's snapshot shows held may be gone by the time of the insert, and be among the written. */
    private static final String LISTED = "fingerprint IN (SELECT fingerprint FROM mine)";

    /** Where as many were written as were not held, those were; to list the written each time would cost more than the looking. */
    private static final String WRITTEN = "holder IS NULL AND"
            + " ((SELECT count(*) FROM mine) = (SELECT count(*) FROM asked WHERE holder IS NULL) OR " + LISTED + ")";

    private static final String WITH_EXPIRY = "WITH expiry AS MATERIALIZED (SELECT EXPIRY(?::bigint) AS expiry),";

    private static final String CLAIM = WITH_EXPIRY + """
             asked AS MATERIALIZED (
                SELECT a.fingerprint, h.token AS holder, h.leased AS held FROM unnest(?::uuid[]) AS a (fingerprint)
            """ + HELD + """
            ), mine AS (
                INSERT INTO %1$s AS c (token, leased, expires_at, fingerprint)
                SELECT ?::bigint, ?::boolean, (SELECT expiry FROM expiry), fingerprint FROM asked WHERE holder IS NULL
            """ + ON_CONFLICT + TAKE_OVER + RETURNING
            + letters(WRITTEN, "?::bigint") + " FROM asked";

    private static final String SHARED =
            """
            WITH asked AS MATERIALIZED (
                SELECT a.*, h.token AS holder, h.leased AS held
                FROM unnest(?::uuid[], ?::bigint[], ?::boolean[], ?::bigint[]) AS a (fingerprint, token, leased, hold)
            """ + HELD + """
            ), mine AS (
                INSERT INTO %1$s AS c (token, leased, expires_at, fingerprint)
                SELECT token, leased, EXPIRY(hold), fingerprint FROM asked WHERE holder IS NULL
            """ + ON_CONFLICT + TAKE_OVER + RETURNING + letters(WRITTEN, "token") + " FROM asked";

    private static String insertFirst(String onConflict) {
        return WITH_EXPIRY + """
                 asked AS MATERIALIZED (SELECT unnest(?::uuid[]) AS fingerprint),
                mine AS (
                    INSERT INTO %1$s AS c (token, leased, expires_at, fingerprint)
                    SELECT ?::bigint, ?::boolean, (SELECT expiry FROM expiry), fingerprint FROM asked
                """ + ON_CONFLICT + onConflict + RETURNING + """
                 SELECT CASE WHEN (SELECT count(*) FROM mine) = (SELECT count(*) FROM asked)
                    THEN repeat('o', (SELECT count(*) FROM asked)::int) ELSE (""" + letters(LISTED, "?::bigint")
                + " FROM (SELECT a.fingerprint, h.token AS holder, h.leased AS held FROM asked a " + HELD
                + ") looked) END";
    }

    private static String letters(String written, String ownToken) {
        return " SELECT string_agg(CASE WHEN " + written + """
                     THEN 'o'
                    WHEN holder IS NULL THEN 'n'
                    WHEN holder = OWN THEN 'o'
                    WHEN held THEN 'l'
                    ELSE 'd' END, '' ORDER BY fingerprint)""".replace("OWN", ownToken);
    }

    static Statements on(ClaimTable table) {
        String name = table.quoted();
        return new Statements(
                text(LIMIT_AND_WAIT + CLAIM, name),
                text(LIMIT_AND_WAIT + SHARED, name),
                text(LIMIT_AND_WAIT + insertFirst("DO NOTHING"), name),
                text(LIMIT_AND_WAIT + insertFirst(TAKE_OVER), name),
                text(LIMIT + """
                        WITH held AS MATERIALIZED (
                            SELECT fingerprint, leased FROM %1$s
                            WHERE fingerprint = ANY (?::uuid[]) AND token = ? AND expires_at > clock_timestamp()
                            ORDER BY fingerprint FOR NO KEY UPDATE),
                        changed AS (
                            UPDATE %1$s c SET leased = ?::boolean, expires_at = EXPIRY(?::bigint)
                            FROM held WHERE c.fingerprint = held.fingerprint AND (held.leased OR ?::boolean IS NULL))
                        SELECT fingerprint FROM held""", name),
                text(LIMIT + delete("AND token = ?"), name),
                text(LIMIT + delete(""), name),
                text(LIMIT + """
                        SELECT fingerprint, token, leased, (extract(epoch FROM nullif(expires_at, 'infinity')) * 1000)::bigint,
                            greatest(0, floor(extract(epoch FROM nullif(expires_at, 'infinity') - clock_timestamp()) * 1000))::bigint
                        FROM %1$s WHERE fingerprint = ANY (?::uuid[]) AND expires_at > clock_timestamp()""", name),
                text(LIMIT + """
                        WITH expired AS MATERIALIZED (
                            SELECT ctid FROM ONLY %1$s WHERE ctid >= ?::tid AND ctid < ?::tid AND expires_at <= clock_timestamp()
                            LIMIT ? FOR UPDATE SKIP LOCKED)
                        DELETE FROM ONLY %1$s c USING expired WHERE c.ctid = expired.ctid""", name));
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
        return EXPIRY_CALL.matcher(statement).replaceAll(EXPIRY).formatted(table);
    }
}

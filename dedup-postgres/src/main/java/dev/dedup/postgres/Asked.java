// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to be claimed: one call's fingerprints, or one fingerprint of each of several calls.
 *
 * @param requests one of any number of fingerprints, or several of one
 * @param keys all their fingerprints
 */
record Asked(List<ClaimRequest> requests, SortedKeys keys) {
    Asked(List<ClaimRequest> requests) {
        this(requests, SortedKeys.of(fingerprints(requests)));
    }

    private static List<Fingerprint> fingerprints(List<ClaimRequest> requests) {
        return requests.size() == 1
                ? requests.get(0).fingerprints()
                : requests.stream()
                        .map(request -> request.fingerprints().get(0))
                        .toList();
    }

    /** Whether each fingerprint has a token, a state and a hold of its own. */
    boolean isShared() {
        return requests.size() > 1;
    }

    private ClaimRequest request(int place) {
        return requests.get(isShared() ? place : 0);
    }

    /** Asks for what is missing yet. */
    void ask(Session session, String sql, Duration longestWait, Found<Verdict> found) throws SQLException {
        SortedKeys missing = found.missing();
        Session.Parameters parameters = statement -> {
            Session.limitWait(statement, 2, longestWait);
            setParameters(statement, missing);
        };
        session.query(sql, parameters, row -> put(new Letters(row.getString(1)), missing, found));
    }

    private static void put(Letters letters, SortedKeys keys, Found<Verdict> found) {
        @Nullable Verdict[] verdicts = letters.verdicts();
        if (verdicts.length != keys.size()) {
            throw new IllegalStateException(
                    "The server answered for " + verdicts.length + " of " + keys.size() + " fingerprints");
        }
        for (int i = 0; i < verdicts.length; i++) {
            found.put(keys.placeOf(i), verdicts[i]);
        }
    }

    private void setParameters(PreparedStatement statement, SortedKeys missing) throws SQLException {
        if (isShared()) {
            statement.setString(3, missing.toArray());
            setEach(statement, 4, "bigint", missing, request -> request.token().value());
            setEach(statement, 5, "boolean", missing, request -> leased(request.state()));
            setEach(statement, 6, "bigint", missing, Asked::hold);
        } else {
            ClaimRequest request = requests.get(0);
            setHold(statement, 3, request);
            statement.setString(4, missing.toArray());
            statement.setLong(5, request.token().value());
            setLeased(statement, 6, request.state());
            statement.setLong(7, request.token().value());
        }
    }

    private void setEach(
            PreparedStatement statement,
            int place,
            String type,
            SortedKeys missing,
            Function<ClaimRequest, @Nullable Object> part)
            throws SQLException {
        @Nullable
        Object[] parts = missing.places().mapToObj(this::request).map(part).toArray();
        statement.setArray(place, statement.getConnection().createArrayOf(type, parts));
    }

    static void setLeased(PreparedStatement statement, int place, ClaimState state) throws SQLException {
        statement.setObject(place, leased(state), Types.BOOLEAN);
    }

    static void setHold(PreparedStatement statement, int place, ClaimRequest request) throws SQLException {
        statement.setObject(place, hold(request), Types.BIGINT);
    }

    private static @Nullable Boolean leased(ClaimState state) {
        return state == ClaimState.LEASED ? Boolean.TRUE : null;
    }

    private static @Nullable Long hold(ClaimRequest request) {
        return request.isForever() ? null : Long.valueOf(request.hold().toMillis());
    }
}

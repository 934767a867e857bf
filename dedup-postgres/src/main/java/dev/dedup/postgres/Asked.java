// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.UUID;
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
    void ask(Session session, String sql, Found<Verdict> found) throws SQLException {
        SortedKeys missing = found.missing();
        session.query(sql, statement -> setParameters(statement, missing), row -> {
            UUID fingerprint = row.getObject(1, UUID.class);
            ClaimToken own = request(keys.place(fingerprint)).token();
            found.put(fingerprint, verdict(row, own));
        });
    }

    private void setParameters(PreparedStatement statement, SortedKeys missing) throws SQLException {
        statement.setArray(2, missing.toArray(statement.getConnection()));
        if (isShared()) {
            setEach(statement, 3, "bigint", missing, request -> request.token().value());
            setEach(statement, 4, "boolean", missing, request -> leased(request.state()));
            setEach(statement, 5, "bigint", missing, Asked::hold);
        } else {
            ClaimRequest request = requests.get(0);
            statement.setLong(3, request.token().value());
            setLeased(statement, 4, request.state());
            setHold(statement, 5, request);
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

    /** No token: the statement has made the claim. The own token: an earlier copy of it has. */
    private static Verdict verdict(ResultSet row, ClaimToken own) throws SQLException {
        long token = row.getLong(2);
        if (row.wasNull() || token == own.value()) {
            return Verdict.CLAIMED;
        }
        return row.getBoolean(3) ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
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

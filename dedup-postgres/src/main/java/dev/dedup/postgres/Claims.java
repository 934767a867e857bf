// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The five operations as statements.
 *
 * @param statements on the table of claims
 * @param transactions where they run
 * @param store the store's name
 */
record Claims(Statements statements, Transactions transactions, String store) {
    /** Others may win and lose the same key between two statements, but hardly so often; then the core asks again. */
    private static final int ROUNDS = 5;

    Answers<Verdict> claim(ClaimRequest request) {
        return transactions.run("claim", request.timeLeft(), session -> {
            Found<Verdict> found = new Found<>(SortedKeys.of(request.fingerprints()));
            String first = session.seesSnapshot() ? statements.claimUnderSnapshot() : statements.claim();
            ask(session, first, request, found);
            for (int round = 1; round < ROUNDS && !found.isComplete() && session.hasTimeLeft(); round++) {
                ask(session, statements.takeOver(), request, found);
            }
            return found.answers(store, "claim");
        });
    }

    Answers<Boolean> renew(ClaimRequest request) {
        SortedKeys keys = SortedKeys.of(request.fingerprints());
        return areFound("renew", keys, request.timeLeft(), statements.renew(), statement -> {
            statement.setArray(2, keys.toArray(statement.getConnection()));
            statement.setLong(3, request.token().value());
            setLeased(statement, 4, request.state());
            setHold(statement, 5, request);
            setLeased(statement, 6, request.state());
        });
    }

    Answers<Boolean> release(List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        SortedKeys keys = SortedKeys.of(fingerprints);
        return areFound("release", keys, timeLeft, statements.release(), statement -> {
            statement.setArray(2, keys.toArray(statement.getConnection()));
            statement.setLong(3, token.value());
        });
    }

    Answers<Boolean> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        SortedKeys keys = SortedKeys.of(fingerprints);
        return areFound(
                "forget",
                keys,
                timeLeft,
                statements.forget(),
                statement -> statement.setArray(2, keys.toArray(statement.getConnection())));
    }

    Answers<Optional<ClaimRecord>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return transactions.run("lookup", timeLeft, session -> {
            Found<Optional<ClaimRecord>> found = new Found<>(SortedKeys.of(fingerprints));
            session.query(
                    statements.lookup(),
                    statement -> statement.setArray(2, found.keys().toArray(session.connection())),
                    row -> found.put(row.getObject(1, UUID.class), Optional.of(claimRecord(row))));
            found.putElsewhere(Optional.empty());
            return found.answers(store, "lookup");
        });
    }

    private static void ask(Session session, String sql, ClaimRequest request, Found<Verdict> found)
            throws SQLException {
        SortedKeys keys = found.missing();
        session.query(
                sql,
                statement -> {
                    statement.setArray(2, keys.toArray(session.connection()));
                    statement.setLong(3, request.token().value());
                    setLeased(statement, 4, request.state());
                    setHold(statement, 5, request);
                },
                row -> found.putFirst(row.getObject(1, UUID.class), verdict(row, request.token())));
    }

    /** No token: the statement has made the claim. The own token: an earlier copy of it has. */
    private static Verdict verdict(ResultSet row, ClaimToken own) throws SQLException {
        long token = row.getLong(2);
        if (row.wasNull() || token == own.value()) {
            return Verdict.CLAIMED;
        }
        return row.getBoolean(3) ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    private Answers<Boolean> areFound(
            String operation, SortedKeys keys, Duration timeLeft, String sql, Session.Parameters parameters) {
        return transactions.run(operation, timeLeft, session -> {
            Found<Boolean> found = new Found<>(keys);
            session.query(sql, parameters, row -> found.put(row.getObject(1, UUID.class), true));
            found.putElsewhere(false);
            return found.answers(store, operation);
        });
    }

    private static ClaimRecord claimRecord(ResultSet row) throws SQLException {
        ClaimState state = row.getBoolean(3) ? ClaimState.LEASED : ClaimState.CONFIRMED;
        return new ClaimRecord(state, new ClaimToken(row.getLong(2)), expiry(row.getObject(4, Long.class)));
    }

    private static Optional<Instant> expiry(@Nullable Long millis) {
        return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
    }

    private static void setLeased(PreparedStatement statement, int place, ClaimState state) throws SQLException {
        if (state == ClaimState.LEASED) {
            statement.setBoolean(place, true);
        } else {
            statement.setNull(place, Types.BOOLEAN);
        }
    }

    private static void setHold(PreparedStatement statement, int place, ClaimRequest request) throws SQLException {
        if (request.isForever()) {
            statement.setNull(place, Types.BIGINT);
        } else {
            statement.setLong(place, request.hold().toMillis());
        }
    }
}

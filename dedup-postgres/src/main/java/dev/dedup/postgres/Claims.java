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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The five operations as statements.
 *
 * @param statements on the table of claims
 * @param transactions where they run
 * @param expectation of what the next claim will find
 * @param store the store's name
 */
record Claims(Statements statements, Transactions transactions, Expectation expectation, String store) {
    Claims(Statements statements, Transactions transactions, String store) {
        this(statements, transactions, new Expectation(), store);
    }

    Answers<Verdict> claim(ClaimRequest request) {
        return BatchClaim.of(this, request).answers();
    }

    Answers<Boolean> renew(ClaimRequest request) {
        SortedKeys keys = SortedKeys.of(request.fingerprints());
        return areFound("renew", keys, request.timeLeft(), statements.renew(), statement -> {
            statement.setString(2, keys.toArray());
            statement.setLong(3, request.token().value());
            Asked.setLeased(statement, 4, request.state());
            Asked.setHold(statement, 5, request);
            Asked.setLeased(statement, 6, request.state());
        });
    }

    Answers<Boolean> release(List<Fingerprint> fingerprints, ClaimToken token, Duration timeLeft) {
        SortedKeys keys = SortedKeys.of(fingerprints);
        return areFound("release", keys, timeLeft, statements.release(), statement -> {
            statement.setString(2, keys.toArray());
            statement.setLong(3, token.value());
        });
    }

    Answers<Boolean> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
        SortedKeys keys = SortedKeys.of(fingerprints);
        return areFound(
                "forget", keys, timeLeft, statements.forget(), statement -> statement.setString(2, keys.toArray()));
    }

    Answers<Optional<ClaimRecord>> lookup(List<Fingerprint> fingerprints, Duration timeLeft) {
        return transactions.run("lookup", timeLeft, session -> {
            Found<Optional<ClaimRecord>> found = new Found<>(SortedKeys.of(fingerprints));
            session.query(
                    statements.lookup(),
                    statement -> statement.setString(2, found.keys().toArray()),
                    row -> found.put(row.getObject(1, UUID.class), Optional.of(claimRecord(row))));
            found.putElsewhere(Optional.empty());
            return found.answers(store, "lookup");
        });
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
        ClaimToken token = new ClaimToken(row.getLong(2));
        Long expiresAt = row.getObject(4, Long.class);
        return expiresAt == null
                ? new ClaimRecord(state, token, Optional.empty(), Optional.empty())
                : new ClaimRecord(
                        state,
                        token,
                        Optional.of(Instant.ofEpochMilli(expiresAt)),
                        Optional.of(Duration.ofMillis(row.getLong(5))));
    }
}

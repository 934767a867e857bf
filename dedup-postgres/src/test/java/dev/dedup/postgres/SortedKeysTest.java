// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SortedKeysTest {
    /** Unsigned byte by byte: what Java's own comparison of UUIDs would put elsewhere. */
    private static final List<Fingerprint> IN_ORDER = List.of(
            Fingerprint.of(0, 0),
            Fingerprint.of(0, 1),
            Fingerprint.of(0, Long.MIN_VALUE),
            Fingerprint.of(0, -1),
            Fingerprint.of(1, 0),
            Fingerprint.of(Long.MAX_VALUE, 5),
            Fingerprint.of(Long.MIN_VALUE, 5),
            Fingerprint.of(-1, -1));

    private static final List<Fingerprint> SHUFFLED = List.of(
            IN_ORDER.get(6),
            IN_ORDER.get(2),
            IN_ORDER.get(7),
            IN_ORDER.get(0),
            IN_ORDER.get(5),
            IN_ORDER.get(1),
            IN_ORDER.get(4),
            IN_ORDER.get(3));

    @Test
    void orderIsTheServersOwn() throws SQLException {
        try (Connection connection = Servers.newest().connect();
                var statement = connection.prepareStatement(
                        "SELECT array_agg(key ORDER BY key) = ?::uuid[], ?::uuid[] FROM unnest(?::uuid[]) AS key")) {
            String sorted = SortedKeys.of(SHUFFLED).toArray();
            statement.setString(1, sorted);
            statement.setString(2, sorted);
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", SHUFFLED.stream().map(SortedKeysTest::uuid).toArray()));
            try (var row = statement.executeQuery()) {
                row.next();
                assertThat(row.getBoolean(1)).isTrue();
                assertThat((Object[]) row.getArray(2).getArray())
                        .containsExactly(
                                IN_ORDER.stream().map(SortedKeysTest::uuid).toArray());
            }
        }
    }

    @Test
    void placeIsThatOfTheRequest() {
        SortedKeys keys = SortedKeys.of(SHUFFLED);

        assertThat(SHUFFLED).allSatisfy(key -> assertThat(keys.place(uuid(key))).isEqualTo(SHUFFLED.indexOf(key)));
    }

    @Test
    void whatIsUnansweredKeepsItsPlaceInTheRequest() {
        boolean[] unanswered = new boolean[SHUFFLED.size()];
        unanswered[2] = true;
        unanswered[5] = true;

        SortedKeys left = SortedKeys.of(SHUFFLED).where(unanswered);

        assertThat(left.size()).isEqualTo(2);
        assertThat(left.place(uuid(SHUFFLED.get(2)))).isEqualTo(2);
        assertThat(left.place(uuid(SHUFFLED.get(5)))).isEqualTo(5);
    }

    @Test
    void answerForWhatWasNotAskedForIsNoAnswer() {
        SortedKeys keys = SortedKeys.of(List.of(IN_ORDER.get(3)));

        assertThatThrownBy(() -> keys.place(uuid(IN_ORDER.get(4))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The server answered for a fingerprint that was not asked for: " + uuid(IN_ORDER.get(4)));
    }

    private static UUID uuid(Fingerprint key) {
        return new UUID(key.high(), key.low());
    }
}

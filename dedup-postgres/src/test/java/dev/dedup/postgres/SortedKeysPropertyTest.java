// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Any fingerprints of a request, put into the order of the server. */
class SortedKeysPropertyTest {
    private static @Nullable Connection connection;

    @BeforeContainer
    static void connect() {
        connection = Servers.newest().connect();
    }

    @AfterContainer
    static void disconnect() throws SQLException {
        connection().close();
    }

    @Provide
    Arbitrary<List<Fingerprint>> requests() {
        Arbitrary<Long> half =
                Arbitraries.longs().edgeCases(edges -> edges.add(-1L, 0L, 1L, Long.MIN_VALUE, Long.MAX_VALUE));
        return Combinators.combine(half, half)
                .as(Fingerprint::of)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void orderIsThatOfTheServersUuids(@ForAll("requests") List<Fingerprint> request) throws SQLException {
        Object[] sorted = asArray(SortedKeys.of(request).toArray());

        assertThat(sorted).isEqualTo(sortedByServer(request)).doesNotHaveDuplicates();
    }

    private static Object[] asArray(String keys) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement("SELECT ?::uuid[]")) {
            statement.setString(1, keys);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return (Object[]) row.getArray(1).getArray();
            }
        }
    }

    @Property
    void everyFingerprintIsAtItsPlaceInTheRequest(@ForAll("requests") List<Fingerprint> request) {
        SortedKeys keys = SortedKeys.of(request);

        assertThat(keys.size()).isEqualTo(request.size());
        assertThat(keys.places().boxed()).doesNotHaveDuplicates().hasSize(request.size());
        assertThat(request.stream().map(key -> keys.place(Caller.uuid(key))))
                .containsExactlyElementsOf(
                        IntStream.range(0, request.size()).boxed().toList());
    }

    @Property
    void whatIsLeftKeepsOrderAndPlaces(@ForAll("requests") List<Fingerprint> request, @ForAll boolean[] unanswered) {
        boolean[] left = new boolean[request.size()];
        System.arraycopy(unanswered, 0, left, 0, Math.min(left.length, unanswered.length));
        SortedKeys keys = SortedKeys.of(request);

        assertThat(keys.where(left).places().boxed().toList())
                .isEqualTo(keys.places().filter(place -> left[place]).boxed().toList());
    }

    private static Object[] sortedByServer(List<Fingerprint> request) throws SQLException {
        try (PreparedStatement statement =
                connection().prepareStatement("SELECT array_agg(key ORDER BY key) FROM unnest(?::uuid[]) AS key")) {
            UUID[] keys = request.stream().map(Caller::uuid).toArray(UUID[]::new);
            statement.setArray(1, connection().createArrayOf("uuid", keys));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return (Object[]) row.getArray(1).getArray();
            }
        }
    }

    private static Connection connection() {
        return Stream.ofNullable(connection).findFirst().orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.tweet.Tweet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of docs/stores/postgres.md, run against a real server. */
class PostgresSnippetsTest {
    private final PostgresServer server = Servers.newest();
    private final String url = Servers.url(server) + "?table=snippet_claim&createSchema=true";
    private final List<Tweet> page = List.of(Tweet.of("@ada", "It begins."), Tweet.of("@ada", "It begins."));

    @AutoClose
    private final HikariDataSource pool = pool();

    private final DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);

    @BeforeEach
    void begin() {
        server.execute(
                "DROP TABLE IF EXISTS snippet_claim, post",
                "CREATE TABLE post (handle text, message text)",
                "GRANT ALL ON post TO " + server.user());
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    @Test
    void claims() {
        List<Tweet> sink = new ArrayList<>();
        // region claim
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(PostgresClaimStore.connect(url)).build()) {
            for (Tweet tweet : page) {
                if (dedup.tryClaim(tweet)) {
                    sink.add(tweet);
                }
            }
        }
        // endregion
        assertThat(sink).containsExactly(page.get(0));
        assertThat(server.value("SELECT count(*) FROM snippet_claim")).isEqualTo("1");
    }

    @Test
    void sharesStatements() {
        Tweet tweet = page.get(0);
        // region coalesce
        try (Deduplicator<Tweet> dedup = Deduplicator.forTweets(
                        PostgresClaimStore.builder().url(url).coalesceClaims().build())
                .build()) {
            assertThat(dedup.tryClaim(tweet)).isTrue();
        }
        // endregion
    }

    @Test
    void takesThePoolOfTheApplication() throws SQLException {
        DataSource dataSource = pool;
        // region pool
        try (PostgresClaimStore store = PostgresClaimStore.builder()
                        .dataSource(dataSource)
                        .table("snippet_claim")
                        .createSchema()
                        .build();
                Deduplicator<Tweet> dedup =
                        Deduplicator.forTweets(store.shared()).build()) {
            assertThat(dedup.tryClaimAll(page).claimed()).hasSize(1);
        }
        // endregion
        try (Connection open = dataSource.getConnection()) {
            assertThat(open.isValid(5)).as("the pool stays open").isTrue();
        }
    }

    @Test
    void storesAndClaimsInOneTransactionOfJooq() {
        try (PostgresClaimStore store = PostgresClaimStore.connect(url)) {
            // region jooq
            dsl.transaction(transaction -> {
                try (Deduplicator<Tweet> dedup =
                        Deduplicator.forTweets(store.joining(transaction.dsl())).build()) {
                    for (Tweet tweet : dedup.tryClaimAll(page).claimed()) {
                        transaction.dsl().execute("INSERT INTO post VALUES (?, ?)", tweet.handle(), tweet.message());
                    }
                }
            });
            // endregion
            assertThat(server.value("SELECT count(*) FROM post")).isEqualTo("1");
            assertThat(server.value("SELECT count(*) FROM snippet_claim")).isEqualTo("1");
        }
    }

    private void store(PostgresClaimStore store) throws SQLException {
        // region jdbc
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (Deduplicator<Tweet> dedup =
                            Deduplicator.forTweets(store.joining(connection)).build();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO post VALUES (?, ?)")) {
                for (Tweet tweet : dedup.tryClaimAll(page).claimed()) {
                    insert.setString(1, tweet.handle());
                    insert.setString(2, tweet.message());
                    insert.executeUpdate();
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
        // endregion
    }

    @Test
    void storesAndClaimsInOneTransactionOfJdbc() throws SQLException {
        try (PostgresClaimStore store = PostgresClaimStore.connect(url)) {
            server.execute("ALTER TABLE post ADD CHECK (message = 'It goes on.')");
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store(store));
            assertThat(server.value("SELECT count(*) FROM snippet_claim"))
                    .as("the claim was given back")
                    .isEqualTo("0");

            server.execute("ALTER TABLE post DROP CONSTRAINT post_message_check");
            store(store);
            store(store);
            assertThat(server.value("SELECT count(*) FROM post")).isEqualTo("1");
        }
    }

    @Test
    void anotherClaimerWaitsForTheTransactionAndHasNoVerdictBefore() {
        Tweet post = page.get(0);
        try (PostgresClaimStore store = PostgresClaimStore.connect(url);
                Deduplicator<Tweet> other = Deduplicator.forTweets(store.shared())
                        .deadline(Duration.ofMillis(400))
                        .build()) {
            dsl.transaction(transaction -> {
                try (Deduplicator<Tweet> dedup =
                        Deduplicator.forTweets(store.joining(transaction.dsl())).build()) {
                    assertThat(dedup.tryClaim(post)).isTrue();
                }
                assertThat(other.lookup(post)).isEmpty();
                assertThatExceptionOfType(UnknownOutcomeException.class)
                        .isThrownBy(() -> other.tryClaim(post))
                        .withMessageContaining("the outcome of claim is unknown");
            });
            assertThat(other.tryClaim(post)).isFalse();
        }
    }

    @Test
    void purges() {
        server.execute("DROP TABLE IF EXISTS snippet_claim");
        try (PostgresClaimStore store = PostgresClaimStore.connect(url)) {
            server.execute("INSERT INTO snippet_claim VALUES (gen_random_uuid(), 1, now(), NULL)");
            // region purge
            long purged = store.purgeExpired(5_000);
            // endregion
            assertThat(purged).isEqualTo(1);
            // region purger
            try (Purger purger = Purger.start(store, Duration.ofHours(1))) {
                scrape(purger);
            }
            // endregion
        }
    }

    private static void scrape(Purger purger) {
        assertThat(purger).isNotNull();
    }
}

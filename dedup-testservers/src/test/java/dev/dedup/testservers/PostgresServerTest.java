// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One server serves all of them: each leaves it running, and makes its own table. */
class PostgresServerTest {
    private static final PostgresServer SERVER = PostgresServer.started();

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }

    @BeforeEach
    void emptyTable() {
        SERVER.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t (n int)", "GRANT ALL ON t TO " + SERVER.user());
    }

    @Test
    void servesAnOrdinaryUserOnLoopback() throws SQLException {
        try (var connection = connect(SERVER.user(), SERVER.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE own (n int)");
            statement.execute("DROP TABLE own");
            assertThatThrownBy(() -> statement.execute("CREATE ROLE other"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
        assertThat(SERVER.value("SHOW listen_addresses"))
                .isEqualTo(SERVER.host())
                .isEqualTo("127.0.0.1");
        assertThat(SERVER.value("SHOW unix_socket_directories")).isEmpty();
    }

    @Test
    void logsTheOrdinaryUserInWithLittleHashing() {
        assertThat(SERVER.value("SELECT rolpassword FROM pg_authid WHERE rolname = '" + SERVER.user() + "'"))
                .startsWith(SERVER.majorVersion() < 16 ? "SCRAM-SHA-256$4096:" : "SCRAM-SHA-256$1:");
    }

    @Test
    void tellsItsAddress() {
        String place = "127.0.0.1:" + SERVER.port() + "/" + SERVER.database();
        assertThat(SERVER.jdbcUrl()).isEqualTo("jdbc:postgresql://" + place);
        assertThat(SERVER.uri()).isEqualTo("postgresql://" + place);
        assertThat(SERVER.uri("u", "p")).isEqualTo("postgresql://u:p@" + place);
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUser() {
        assertThatThrownBy(() -> connect(SERVER.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .extracting("SQLState")
                .isEqualTo("28P01");
        assertThatThrownBy(() -> connect("nobody", SERVER.password()))
                .isInstanceOf(SQLException.class)
                .extracting("SQLState")
                .isEqualTo("28P01");
        assertThat(SERVER.value("SELECT rolpassword FROM pg_authid WHERE rolname = 'dedup'"))
                .startsWith("SCRAM-SHA-256");
    }

    @Test
    void executesAndAsks() {
        SERVER.execute("INSERT INTO t VALUES (1), (NULL)", "INSERT INTO t VALUES (2)");
        assertThat(SERVER.query("SELECT n, 'x' FROM t ORDER BY n"))
                .containsExactly(List.of("1", "x"), List.of("2", "x"), Arrays.asList(null, "x"));
        assertThatExceptionOfType(ServerErrorException.class)
                .isThrownBy(() -> SERVER.execute("SELECT * FROM absent"))
                .withMessageStartingWith("42P01 ")
                .withMessageContaining("absent");
    }

    @Test
    void asksForOneValueOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SERVER.value("SELECT n FROM t"))
                .withMessageContaining("SELECT n FROM t")
                .withMessageContaining("instead of one value");
        assertThatIllegalArgumentException().isThrownBy(() -> SERVER.value("SELECT 1, 2"));
        assertThatIllegalArgumentException().isThrownBy(() -> SERVER.value("SELECT NULL"));
    }

    @Test
    void recoversWhatWasCommittedWhenItIsKilled() throws SQLException {
        int port = SERVER.port();
        try (var open = SERVER.connect()) {
            SERVER.execute("INSERT INTO t VALUES (1)");
            open.setAutoCommit(false);
            open.createStatement().execute("INSERT INTO t VALUES (2)");
            SERVER.kill();
            assertThat(SERVER.isAlive()).isFalse();
            assertThatThrownBy(() -> SERVER.value("SELECT 1")).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
        }
        SERVER.start();
        assertThat(SERVER.port()).isEqualTo(port);
        assertThat(SERVER.query("SELECT n FROM t")).containsExactly(List.of("1"));
    }

    @Test
    void isStoppedAndStartedThoughConnectionsAreOpen() throws SQLException {
        try (var open = SERVER.connect()) {
            assertThat(open.isValid(0)).isTrue();
            SERVER.stop();
            assertThat(SERVER.isAlive()).isFalse();
            assertThat(open.isValid(0)).isFalse();
        }
        SERVER.start();
        assertThat(SERVER.value("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void answersNothingWhilePausedAndAllAfterwards() throws SQLException {
        try (var connection = SERVER.connect();
                var statement = connection.createStatement()) {
            SERVER.pause();
            connection.setNetworkTimeout(Runnable::run, 0);
            var answer = CompletableFuture.supplyAsync(() -> PostgresErrors.translated(() -> {
                statement.execute("INSERT INTO t VALUES (1)");
                return "inserted";
            }));
            assertThat(SERVER.isAlive()).isTrue();
            assertThat(answer.copy().completeOnTimeout("nothing", 200, TimeUnit.MILLISECONDS))
                    .succeedsWithin(Waiting.LIMIT)
                    .isEqualTo("nothing");
            SERVER.resume();
            assertThat(answer).succeedsWithin(Waiting.LIMIT).isEqualTo("inserted");
        }
    }

    @Test
    void canBeKilledWhilePaused() {
        SERVER.pause();
        SERVER.kill();
        assertThat(SERVER.isAlive()).isFalse();
        SERVER.start();
    }

    @Test
    void canBeStoppedWhilePaused() {
        SERVER.pause();
        SERVER.stop();
        assertThat(SERVER.isAlive()).isFalse();
        SERVER.start();
    }

    @Test
    void refusesToStartTwice() {
        assertThatIllegalStateException().isThrownBy(SERVER::start).withMessageContaining("running already");
    }

    @Test
    void runsTwoVersionsAtOnce() {
        try (var oldest =
                PostgresServer.builder().version(EmbeddedPostgres.OLDEST).start()) {
            for (var server : List.of(oldest, SERVER)) {
                assertThat(server.value("SHOW server_version_num")).startsWith(String.valueOf(server.majorVersion()));
                assertThat(server.description())
                        .matches("postgres \\d+(\\.\\d+)? \\(.*\\)")
                        .doesNotContain("/");
            }
        }
    }

    @Test
    void forcesTheDiskOnlyWhenItIsToBeDurable() {
        try (var durable = PostgresServer.builder()
                .durable()
                .config("max_connections", "7")
                .config("log_line_prefix", "a b 'c'=")
                .start()) {
            assertThat(durable.value("SHOW fsync")).isEqualTo("on");
            assertThat(durable.value("SHOW max_connections")).isEqualTo("7");
            assertThat(durable.value("SHOW log_line_prefix")).isEqualTo("a b 'c'=");
        }
        assertThat(SERVER.value("SHOW fsync")).isEqualTo("off");
    }

    @Test
    void servesWithTlsOnly() {
        try (var secure =
                PostgresServer.builder().version(EmbeddedPostgres.OLDEST).tls().start()) {
            assertThat(secure.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .isEqualTo("t");
            String place = "jdbc:postgresql://127.0.0.1:" + secure.port() + "/" + secure.database();
            assertThatThrownBy(() -> connect(place + "?sslmode=disable", secure))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("pg_hba.conf");
            var stranger = TestCertificates.create().authorityFile();
            assertThatThrownBy(() -> connect(place + "?sslmode=verify-full&sslrootcert=" + stranger, secure))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("PKIX");
        }
    }

    @Test
    void hasNoCertificatesWithoutTls() {
        assertThatIllegalStateException().isThrownBy(SERVER::certificates).withMessageContaining("without tls()");
    }

    @Test
    void showsTheLogOfAServerThatDoesNotStart() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        PostgresServer.builder().config("no_such_setting", "x").start())
                .withMessageContaining("has ended")
                .withMessageContaining("no_such_setting");
    }

    private static Connection connect(String user, String password) throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl(), user, password);
    }

    private static Connection connect(String jdbcUrl, PostgresServer server) throws SQLException {
        return DriverManager.getConnection(jdbcUrl, server.user(), server.password());
    }
}

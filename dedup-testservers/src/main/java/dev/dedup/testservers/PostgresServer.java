// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of its own on 127.0.0.1, which a test may kill, pause and start again.
 *
 * <p>It has an ordinary user with a password, {@link #user()}, and a database of that user's. Statements given here are those of a
 * superuser, in that database. {@link #connect}, {@link #execute} and {@link #query} may be called from any thread, the rest from
 * one at a time.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "dedup";
    private static final int CONNECT_SECONDS = 30;

    private final PostgresInstallation installation;
    private final ServerProcess process;
    private final int port;
    private final @Nullable TestCertificates certificates;
    private final String password = UUID.randomUUID().toString();

    PostgresServer(
            PostgresInstallation installation,
            ServerProcess process,
            int port,
            @Nullable TestCertificates certificates) {
        this.installation = installation;
        this.process = process;
        this.port = port;
        this.certificates = certificates;
    }

    /**
     * Starts a server of the newest version as it comes, except that it does not force the disk.
     *
     * @return the server, ready for statements
     */
    public static PostgresServer started() {
        return builder().start();
    }

    /**
     * Begins a server of another configuration.
     *
     * @return a builder
     */
    public static PostgresServerBuilder builder() {
        return new PostgresServerBuilder();
    }

    /**
     * The major versions that every test of the store runs against.
     *
     * @return the oldest that is supported and the newest there is
     */
    public static List<Integer> versions() {
        return List.of(EmbeddedPostgres.OLDEST, EmbeddedPostgres.NEWEST);
    }

    /**
     * Says which server it is.
     *
     * @return its kind, version and origin, such as {@code postgres 13.23 (embedded, from Maven Central)}
     */
    public String description() {
        return installation.description();
    }

    /**
     * Says which major version it is, that another may be where {@code DEDUP_TEST_POSTGRES=path} has been set.
     *
     * @return such as 13
     */
    public int majorVersion() {
        return installation.majorVersion();
    }

    /**
     * Says where it listens.
     *
     * @return 127.0.0.1
     */
    public String host() {
        return Loopback.HOST;
    }

    /**
     * Says where it listens.
     *
     * @return its one port, with TLS or without
     */
    public int port() {
        return port;
    }

    /**
     * The ordinary user, who owns the database and may do nothing beyond it.
     *
     * @return the user's name
     */
    public String user() {
        return USER;
    }

    /**
     * The ordinary user's password.
     *
     * @return the password, another for every server; none of its characters means anything in a URL
     */
    public String password() {
        return password;
    }

    /**
     * The ordinary user's database.
     *
     * @return its name
     */
    public String database() {
        return USER;
    }

    /**
     * Says where the database is, as pgjdbc reads it, without user and password.
     *
     * @return {@code jdbc:postgresql://127.0.0.1:port/dedup}; with TLS it asks for it, and for the certificates' authority
     */
    public String jdbcUrl() {
        return jdbcUrl(database());
    }

    /**
     * Says where the database is, as libpq reads it, without user and password.
     *
     * @return {@code postgresql://127.0.0.1:port/dedup}
     */
    public String uri() {
        return "postgresql://" + place(database());
    }

    /**
     * Says where the database is, as libpq reads it.
     *
     * @param user a user, as it stands in a URL
     * @param password a password, as it stands in a URL
     * @return {@code postgresql://user:password@127.0.0.1:port/dedup}
     */
    public String uri(String user, String password) {
        return "postgresql://" + user + ":" + password + "@" + place(database());
    }

    /**
     * The certificates that it shows and their authority.
     *
     * @return the certificates
     * @throws IllegalStateException if it was built without TLS
     */
    public TestCertificates certificates() {
        if (certificates == null) {
            throw new IllegalStateException("the server at " + uri() + " was built without tls()");
        }
        return certificates;
    }

    /**
     * Connects to the database as a superuser.
     *
     * @return a connection of the caller's, with autocommit
     * @throws ServerErrorException if the server refuses
     * @throws java.io.UncheckedIOException if it does not listen, or does not answer in half a minute
     */
    public Connection connect() {
        return PostgresErrors.translated(() -> open(database()));
    }

    /**
     * Executes statements as a superuser, on a connection of their own, each in a transaction of its own.
     *
     * @param statements the statements, whose results are dropped
     * @throws ServerErrorException if one fails, and then the later ones are not sent
     * @throws java.io.UncheckedIOException if the server does not listen or the connection breaks
     */
    public void execute(String... statements) {
        executeIn(database(), statements);
    }

    /**
     * Asks a query as a superuser, on a connection of its own.
     *
     * @param sql the query
     * @return its rows, each with the text of its values in order
     * @throws ServerErrorException if it fails
     * @throws java.io.UncheckedIOException if the server does not listen or the connection breaks
     */
    public List<List<@Nullable String>> query(String sql) {
        return queryIn(database(), sql);
    }

    /**
     * Asks a query of one row and column as a superuser, on a connection of its own.
     *
     * @param sql the query, such as {@code SHOW server_version}
     * @return the text of the value
     * @throws IllegalArgumentException if there is none, or more than one, or it is null
     * @throws ServerErrorException if it fails
     * @throws java.io.UncheckedIOException if the server does not listen or the connection breaks
     */
    public String value(String sql) {
        var rows = query(sql);
        if (rows.size() != 1 || rows.get(0).size() != 1 || rows.get(0).get(0) == null) {
            throw new IllegalArgumentException("\"" + sql + "\" was answered with " + rows + " instead of one value");
        }
        return Objects.requireNonNull(rows.get(0).get(0));
    }

    /**
     * Starts it again after {@link #kill} or {@link #stop}, on the same port and with the same data, and waits until it has recovered.
     *
     * @throws IllegalStateException if it runs, ends before it serves, or does not serve in a minute; the message carries the end of
     *     its log
     */
    public void start() {
        process.start();
        Waiting.until(
                process,
                "the server at " + uri(),
                "answers",
                () -> !queryIn(LocalPostgres.FIRST_DATABASE, "SELECT 1").isEmpty());
    }

    /** Ends it and each of its backends without warning (SIGKILL), also if it is paused: the next start has to recover. */
    public void kill() {
        process.kill();
    }

    /** Asks it to end at once in good order (SIGINT, "fast"), which rolls open transactions back, and waits until it has. */
    public void stop() {
        process.stop();
    }

    /**
     * Stops it and each of its backends in the middle of whatever they do (SIGSTOP): connections stay open, and are accepted, and
     * nothing is answered.
     */
    public void pause() {
        process.pause();
    }

    /** Lets a paused one go on (SIGCONT). */
    public void resume() {
        process.resume();
    }

    /** Ends it and deletes its files. */
    @Override
    public void close() {
        process.close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** A password that takes one round of hashing, where the version has a choice: the usual 4,096 are most of what a login costs. */
    void createDatabase() {
        executeIn(
                LocalPostgres.FIRST_DATABASE,
                "SELECT set_config(name, '1', false) FROM pg_settings WHERE name = 'scram_iterations'",
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'",
                "CREATE DATABASE " + database() + " OWNER " + USER);
    }

    private void executeIn(String database, String... statements) {
        PostgresErrors.translated(() -> {
            try (var connection = open(database);
                    var statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return statements;
            }
        });
    }

    private List<List<@Nullable String>> queryIn(String database, String sql) {
        return PostgresErrors.translated(() -> {
            try (var connection = open(database);
                    var statement = connection.createStatement();
                    var result = statement.executeQuery(sql)) {
                return rows(result);
            }
        });
    }

    private static List<List<@Nullable String>> rows(ResultSet result) throws SQLException {
        var rows = new ArrayList<List<@Nullable String>>();
        while (result.next()) {
            var row = new ArrayList<@Nullable String>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return rows;
    }

    private Connection open(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", ControlUser.NAME);
        properties.setProperty("password", ControlUser.PASSWORD);
        properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    private String jdbcUrl(String database) {
        String url = "jdbc:postgresql://" + place(database);
        return certificates == null ? url : url + "?sslmode=verify-full&sslrootcert=" + certificates.authorityFile();
    }

    private String place(String database) {
        return host() + ":" + port + "/" + database;
    }
}

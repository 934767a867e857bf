// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.dedup.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Configures a {@link PostgresClaimStore}. For one thread; {@link #build()} may be called more than once. */
public final class PostgresClaimStoreBuilder {
    private static final int CONNECTIONS = 8;

    /** The wait for a connection of the pool, within an attempt of the default deadline of two seconds. */
    private static final Duration POOL_TIMEOUT = Duration.ofSeconds(1);

    /** The wait for a sign of life of a connection that was not used for a while; the least that the pool takes. */
    private static final Duration VALIDATION_TIMEOUT = Duration.ofMillis(250);

    private @Nullable PostgresUrl url;
    private @Nullable DSLContext dsl;
    private @Nullable String schema;
    private @Nullable String table;
    private boolean createsSchema;
    private boolean coalesces;

    PostgresClaimStoreBuilder() {}

    /**
     * Connects by a pool of the store's own (HikariCP) to the server at a URL:
     * {@code postgresql://[user[:password]@]host[:port][,host[:port]…]/database[?option=value[&…]]}.
     *
     * <p>What is special in user, password and options is percent-encoded. The options are {@code schema}, {@code table},
     * {@code createSchema} (true or false), {@code connections} (at most so many, by default 8), and those of pgjdbc that have to do
     * with reaching the server, such as {@code sslmode}, {@code sslrootcert} and {@code targetServerType}. Of several hosts the
     * primary is taken unless {@code targetServerType} says otherwise.
     *
     * @param url the URL
     * @return this builder
     * @throws IllegalArgumentException if the URL is malformed, has an unknown option or one twice; the message shows no user and no
     *     password
     */
    public PostgresClaimStoreBuilder url(String url) {
        this.url = PostgresUrl.parse(url);
        return this;
    }

    /**
     * Takes connections from a pool of the application's, which stays open when the store is closed.
     *
     * <p>Its connections must have autocommit on. Give it a time-out for the wait for a connection, which dedup cannot bound.
     *
     * @param dataSource the pool
     * @return this builder
     */
    public PostgresClaimStoreBuilder dataSource(DataSource dataSource) {
        return dsl(DSL.using(Objects.requireNonNull(dataSource, "dataSource"), SQLDialect.POSTGRES));
    }

    /**
     * Takes connections from where a jOOQ context has them, which is left open when the store is closed.
     *
     * <p>They must have autocommit on, so it is not a transaction's context: for that see {@link
     * PostgresClaimStore#joining(DSLContext)}. The context's settings and listeners do not apply to the store's statements.
     *
     * @param dsl the context, on a pool
     * @return this builder
     */
    public PostgresClaimStoreBuilder dsl(DSLContext dsl) {
        this.dsl = Objects.requireNonNull(dsl, "dsl");
        return this;
    }

    /**
     * Names the schema of the table; without it, it is the first on the connection's search path that has the table.
     *
     * <p>What the name leads to at the start is the store's table, also where a connection that is joined has another search path.
     *
     * @param schema the name as the server has it, in upper and lower case; quoted in all statements
     * @return this builder
     * @throws IllegalArgumentException if it is empty, has a NUL, or is longer than 63 bytes, which the server would cut off
     */
    public PostgresClaimStoreBuilder schema(String schema) {
        this.schema = ClaimTable.requireName("schema", schema);
        return this;
    }

    /**
     * Names the table; without it, it is {@code dedup_claim}. One table is one set of claims.
     *
     * @param table the name as the server has it, in upper and lower case; quoted in all statements
     * @return this builder
     * @throws IllegalArgumentException if it is empty, has a NUL, or is longer than 63 bytes, which the server would cut off
     */
    public PostgresClaimStoreBuilder table(String table) {
        this.table = ClaimTable.requireName("table", table);
        return this;
    }

    /**
     * Has {@link #build()} make the schema and the table unless there is a table of this name.
     *
     * @return this builder
     */
    public PostgresClaimStoreBuilder createSchema() {
        createsSchema = true;
        return this;
    }

    /**
     * Lets single claims that come at the same time share statements, and so commits.
     *
     * <p>For many threads that claim one post each: a claim waits for the end of a statement under way, and then goes together with all
     * others that wait, on the thread of one of them. The verdicts are the same. Batches go as ever, and so does what joins a
     * transaction.
     *
     * @return this builder
     */
    public PostgresClaimStoreBuilder coalesceClaims() {
        coalesces = true;
        return this;
    }

    /**
     * Opens the store, and checks server and table.
     *
     * @return the store, which the caller closes
     * @throws IllegalStateException if there is neither a URL nor a pool, or both, or if the URL has another schema or table than the
     *     builder
     * @throws IllegalArgumentException if an option of the URL has no valid value
     * @throws StoreException if the server cannot be reached, refuses the login, is older than PostgreSQL 13, or has no plain table
     *     of claims with the layout that this version knows; the message names host, port and database, and no password
     */
    public PostgresClaimStore build() {
        PostgresUrl place = url;
        DSLContext brought = dsl;
        if ((place == null) == (brought == null)) {
            throw new IllegalStateException(
                    "A PostgreSQL store has " + (place == null ? "no server" : "both a URL and a pool")
                            + "; give it one of url, dataSource and dsl");
        }
        return place == null
                ? open(Objects.requireNonNull(brought), null, ClaimTable.of(schema, table), createsSchema, () -> {})
                : connect(place.with("schema", schema).with("table", table));
    }

    private PostgresClaimStore connect(PostgresUrl place) {
        place.requireValues();
        ClaimTable claims = place.table();
        boolean creates = createsSchema || place.createsSchema();
        HikariDataSource pool = pool(place, claims);
        try {
            Semaphore connections = new Semaphore(pool.getMaximumPoolSize(), true);
            return open(DSL.using(pool, SQLDialect.POSTGRES), connections, claims, creates, pool::close);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(PostgresUrl place, ClaimTable claims) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("dedup");
        config.setDataSource(new DriverConnections(place));
        config.setMaximumPoolSize(place.connections(CONNECTIONS));
        config.setMinimumIdle(1);
        config.setConnectionTimeout(POOL_TIMEOUT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new Failures(StoreName.of(place.jdbcUrl()), claims).of("connect", e);
        }
    }

    private PostgresClaimStore open(
            DSLContext source, @Nullable Semaphore connections, ClaimTable claims, boolean creates, Runnable end) {
        try {
            return source.connectionResult(connection -> {
                Failures failures =
                        new Failures(StoreName.of(connection.getMetaData().getURL()), claims);
                ClaimTable found = checkedTable(connection, new Schema(claims, failures), creates);
                DurabilityCheck.warn(connection, failures.store());
                return PostgresClaimStore.open(source, connections, failures, found, coalesces, end);
            });
        } catch (DataAccessException e) {
            throw new Failures("postgres", claims).of("connect", e);
        }
    }

    private static ClaimTable checkedTable(Connection connection, Schema schema, boolean creates) {
        try {
            OwnTransaction.requireAutoCommit(connection, "start", schema.failures());
            if (creates) {
                schema.create(connection);
            }
            return schema.check(connection);
        } catch (SQLException e) {
            throw schema.failures().of("start", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store on the application's connections, of which some are in a transaction that is none of its business. */
class OwnTransactionTest {
    private static final String IN_TRANSACTION = "SELECT txid_current()";

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    @BeforeEach
    void makeTable() {
        tenant.open().close();
    }

    @Test
    void connectionsWithAutocommitClaimAndKeepTheirSettings() throws SQLException {
        caller.connection().setAutoCommit(true);
        caller.execute("SET statement_timeout = '7s'");
        caller.connection().setNetworkTimeout(Runnable::run, 54_321);
        Asker asker = new Asker(PostgresClaimStore.on(DSL.using(caller.connection(), SQLDialect.POSTGRES)));

        assertThat(asker.claim(post)).isEqualTo(CLAIMED);
        assertThat(asker.other().claim(post)).isEqualTo(DUPLICATE);

        assertThat(caller.value("SHOW statement_timeout")).isEqualTo("7s");
        assertThat(caller.connection().getNetworkTimeout()).isEqualTo(54_321);
        asker.store().close();
        assertThat(caller.connection().isClosed()).isFalse();
    }

    @Test
    void failedClaimLeavesTheConnectionItsTimeout() throws SQLException {
        caller.connection().setAutoCommit(true);
        caller.connection().setNetworkTimeout(Runnable::run, 54_321);
        Asker asker = new Asker(PostgresClaimStore.on(new Handing(caller.connection())));
        tenant.server().execute("DROP TABLE " + tenant.table());

        asker.failureOfClaim(post);

        assertThat(caller.connection().getNetworkTimeout()).isEqualTo(54_321);
    }

    @Test
    void openTransactionOfTheCallersIsNotTouchedByAClaim() throws SQLException {
        caller.connection().setAutoCommit(true);
        Asker asker = new Asker(PostgresClaimStore.on(new Handing(caller.connection())));
        caller.connection().setAutoCommit(false);
        caller.insert(post);
        String transaction = caller.value(IN_TRANSACTION);

        assertThat(asker.failuresOfEveryOperation(post)).allSatisfy(OwnTransactionTest::isRefusal);
        assertThatThrownBy(() -> ((PostgresClaimStore) asker.store()).purgeExpired(10))
                .isInstanceOfSatisfying(StoreException.class, OwnTransactionTest::isRefusal);

        assertThat(caller.value(IN_TRANSACTION)).isEqualTo(transaction);
        caller.rollback();
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void openTransactionOfTheCallersIsNotTouchedByTheStart() {
        caller.insert(post);
        tenant.server().execute("ALTER TABLE " + tenant.table() + " RENAME TO other");

        assertThatThrownBy(() -> PostgresClaimStore.builder()
                        .dataSource(new Handing(caller.connection()))
                        .createSchema()
                        .build())
                .isInstanceOfSatisfying(StoreException.class, OwnTransactionTest::isRefusal);

        assertThat(caller.value("SELECT to_regclass('dedup_claim') IS NULL")).isEqualTo("t");
        caller.rollback();
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    private static void isRefusal(StoreException failure) {
        assertThat(failure)
                .hasMessageContaining("its connections have autocommit off, and may be in a transaction of yours")
                .hasMessageContaining("joining(…)")
                .returns(false, StoreException::isRetryable);
    }

    /** Hands one connection out again and again, as a framework does inside a transaction; closing it means nothing. */
    private record Handing(Connection connection) implements DataSource {
        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Handing.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jooq.ConnectionProvider;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A request has its own time for a connection, whatever time the pool has. */
class WaitForConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(tenant.url() + "?connections=1")
            .createSchema()
            .build();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void endsWithTheRequestsTime() throws Exception {
        caller.joining(store).claim(post);
        Future<?> waiting = threads.submit(() -> new Asker(store).claim(post));
        Awaitility.await().until(tenant::waits);

        assertThat(new Asker(store).within(SHORT).failureOfClaim(Posts.fresh()))
                .hasMessageMatching(".*: no connection within \\d+ ms: all of the pool are in use, .*")
                .returns(true, StoreException::isRetryable);

        caller.rollback();
        waiting.get();
        assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void endsWithTheThreadsInterruption() throws Exception {
        caller.joining(store).claim(post);
        threads.execute(() -> new Asker(store).claim(post));
        Awaitility.await().until(tenant::waits);

        Thread.currentThread().interrupt();
        StoreException failure = new Asker(store).failureOfClaim(Posts.fresh());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure)
                .hasMessageContaining("the thread was interrupted while it waited for a connection")
                .returns(false, StoreException::isRetryable);
        caller.rollback();
    }

    @Test
    void sendsNothingWhenTheConnectionComesTooLate() throws Exception {
        caller.connection().setAutoCommit(true);
        PostgresClaimStore late = PostgresClaimStore.on(DSL.using(new Late(caller.connection()), SQLDialect.POSTGRES));

        assertThat(new Asker(late).within(SHORT).failureOfClaim(post))
                .hasMessageMatching(".*: no connection within \\d+ ms: .*")
                .returns(true, StoreException::isRetryable);

        assertThat(caller.connection().isClosed()).isFalse();
        assertThat(tenant.rows()).isZero();
    }

    /** Takes as long for a connection as the whole request may take. */
    private record Late(Connection connection) implements ConnectionProvider {
        @Override
        public Connection acquire() {
            long start = System.nanoTime();
            Awaitility.await().pollDelay(Duration.ZERO).until(() -> System.nanoTime() - start > SHORT.toNanos());
            return connection;
        }

        @Override
        public void release(Connection released) {}
    }
}

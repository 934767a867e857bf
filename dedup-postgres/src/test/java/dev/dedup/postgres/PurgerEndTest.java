// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a walk and a purger end, and how they do not. */
class PurgerEndTest {
    private static final int ROWS = 500;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Tenant tenant = Tenant.fresh();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @AutoClose
    private final HikariDataSource pool = pool();

    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .dataSource(failing(pool))
            .createSchema()
            .build();

    @AutoClose
    private final LogRecorder log = LogRecorder.of(Purger.class);

    @Test
    void walkEndsAfterItsStepWhenTheStoreIsClosed() throws Exception {
        expire();
        CompletableFuture<@Nullable Throwable> walk;
        try (Caller blocker = blockingPurges()) {
            walk = CompletableFuture.supplyAsync(() -> catchThrowable(() -> store.purgeExpired(1)));
            await().until(tenant::waits);
            store.close();
            blocker.rollback();
        }
        assertThat(walk.join())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("purge failed: the store is closed; open a new one");
        assertThat(tenant.rows()).isGreaterThanOrEqualTo(ROWS - 1);
    }

    @Test
    void walkEndsAfterItsStepWhenItsThreadIsInterrupted() throws Exception {
        expire();
        CompletableFuture<@Nullable Throwable> walk = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            walk.complete(catchThrowable(() -> store.purgeExpired(1)));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        try (Caller blocker = blockingPurges()) {
            thread.start();
            await().until(tenant::waits);
            thread.interrupt();
            blocker.rollback();
        }
        assertThat(walk.join())
                .isInstanceOfSatisfying(
                        StoreException.class,
                        stopped -> assertThat(stopped.isRetryable()).isTrue())
                .hasMessageContaining("purge failed: the thread was interrupted; a later purge deletes the rest");
        assertThat(interrupted.join()).isTrue();
        assertThat(tenant.rows()).isGreaterThanOrEqualTo(ROWS - 1);
    }

    @Test
    void closingAPurgerEndsItsWalkAfterTheStepWithoutAWarning() throws Exception {
        expire();
        Purger purger = Purger.start(store, PAUSE, 1);
        try (Caller blocker = blockingPurges()) {
            await().until(tenant::waits);
            Thread closer = new Thread(purger::close);
            closer.start();
            await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            blocker.rollback();
            closer.join();
        }
        await().until(() -> threads() == 0);
        assertThat(tenant.rows()).isBetween((long) ROWS - 200, (long) ROWS);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void purgerOfAStoreThatIsClosedEndsWithoutAWarning() {
        Purger purger = Purger.start(store, PAUSE);
        assertThat(purger).isNotNull();

        store.close();

        await().until(() -> threads() == 0);
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void failureIsLoggedWithWhatItIs() {
        failure.set(new NullPointerException());
        try (Purger purger = Purger.start(store, PAUSE)) {
            assertThat(purger).isNotNull();
            await().until(() -> !log.warnings().isEmpty());
        }
        assertThat(log.warnings().get(0))
                .contains("java.lang.NullPointerException")
                .endsWith("; the purger tries again after its pause");
        assertThat(log.throwables().get(0)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void errorDoesNotEndThePurgerInSilence() {
        expire();
        failure.set(new NoClassDefFoundError("gone"));
        try (Purger purger = Purger.start(store, PAUSE)) {
            assertThat(purger).isNotNull();
            await().until(() -> !log.warnings().isEmpty());
            failure.set(null);
            await().until(() -> tenant.rows() == 0);
        }
        assertThat(log.warnings().get(0)).contains("NoClassDefFoundError: gone");
    }

    @Test
    void pauseThatNeverEndsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purger.start(store, ChronoUnit.FOREVER.getDuration()))
                .withMessage(
                        "The pause of a purger is PT2562047788015215H30M7.999999999S; it must be at most 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Purger.start(store, Duration.ofDays(365).plusNanos(1)));
        Purger.start(store, Duration.ofDays(365)).close();
    }

    @SuppressWarnings("NullAway")
    @Test
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Purger.start(null, PAUSE))
                .withMessage("store");
        assertThatNullPointerException()
                .isThrownBy(() -> Purger.start(store, null))
                .withMessage("pause");
    }

    private void expire() {
        new Asker(store).claim(Posts.fresh(ROWS));
        tenant.server().execute("UPDATE " + tenant.table() + " SET expires_at = clock_timestamp() - interval '1 ms'");
    }

    private Caller blockingPurges() {
        Caller blocker = new Caller(tenant);
        blocker.execute("LOCK TABLE dedup_claim IN SHARE MODE");
        return blocker;
    }

    private HikariDataSource pool() {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(tenant.server().jdbcUrl());
        source.setUsername(tenant.name());
        source.setPassword(Tenant.PASSWORD);
        source.setMaximumPoolSize(3);
        return source;
    }

    /** A pool that fails, once it is told how. */
    private DataSource failing(DataSource sound) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Throwable told = failure.get();
                    if (told != null) {
                        throw told;
                    }
                    try {
                        return method.invoke(sound, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dedup-purger"))
                .count();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PurgerTest {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Tenant tenant = Tenant.fresh();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Purger.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void purgesAgainAndAgain() {
        try (Purger purger = Purger.start(store, PAUSE)) {
            assertThat(purger).isNotNull();
            expire();
            await().until(() -> tenant.rows() == 0);
            expire();
            await().until(() -> tenant.rows() == 0);
        }
    }

    @Test
    void goesOnAfterAFailureAndSaysSo() {
        try (Purger purger = Purger.start(store, PAUSE)) {
            assertThat(purger).isNotNull();
            tenant.server().execute("ALTER TABLE " + tenant.table() + " RENAME TO away");
            await().until(() -> !warnings().isEmpty());
            tenant.server().execute("ALTER TABLE " + tenant.name() + ".away RENAME TO dedup_claim");
            expire();
            await().until(() -> tenant.rows() == 0);
        }
        assertThat(warnings())
                .allSatisfy(warning -> assertThat(warning)
                        .contains("purge failed: table dedup_claim: the table of claims is missing")
                        .endsWith("the purger tries again after its pause")
                        .doesNotContain(Tenant.PASSWORD));
    }

    @Test
    void endsWithItsThreadWhenItIsClosed() {
        Purger purger = Purger.start(store, PAUSE);
        await().until(() -> threads() == 1);

        purger.close();

        await().until(() -> threads() == 0);
    }

    @Test
    void pauseBelowAMillisecondIsRefused() {
        assertThatThrownBy(() -> Purger.start(store, Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pause of a purger is PT0.000999999S; it must be at least 1 millisecond");
    }

    private void expire() {
        new Asker(store).claim(Posts.fresh(5));
        tenant.expireAll();
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dedup-purger"))
                .count();
    }
}

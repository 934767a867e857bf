// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PurgerTest {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Tenant tenant = Tenant.fresh();

    @AutoClose
    private final LogRecorder log = LogRecorder.of(Purger.class);

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

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
            await().until(() -> !log.warnings().isEmpty());
            tenant.server().execute("ALTER TABLE " + tenant.name() + ".away RENAME TO dedup_claim");
            expire();
            await().until(() -> tenant.rows() == 0);
        }
        assertThat(log.warnings())
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

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dedup-purger"))
                .count();
    }
}

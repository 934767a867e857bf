// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pooler may give to somebody else after any transaction: a session in which dedup has left nothing. */
class PoolerSessionTest {
    /** The driver prepares a statement by name from the fifth time on, unless it is told not to. */
    private static final int TIMES = 8;

    private static final String SETTINGS =
            "SELECT string_agg(concat_ws(' ', name, setting, source), E'\\n' ORDER BY name) FROM pg_settings";

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint held = Posts.fresh();

    @AutoClose
    private final Caller session = Caller.withoutPreparedStatements(tenant);

    @BeforeEach
    void makeTable() {
        tenant.open().close();
        session.execute("SET statement_timeout = '54s'");
    }

    @Test
    void nothingIsLeftInTheSessionByAnyOperation() {
        try (PostgresClaimStore store = PostgresClaimStore.on(DSL.using(session.connection(), SQLDialect.POSTGRES))) {
            new Asker(store).claim(held);
            operations(store).forEach((name, operation) -> assertNothingIsLeft(name, operation));
            assertNothingIsLeft("purge", post -> store.purgeExpired(100));
        }
    }

    @Test
    void nothingIsLeftInTheSessionByAnOperationThatFails() {
        try (PostgresClaimStore store = PostgresClaimStore.on(DSL.using(session.connection(), SQLDialect.POSTGRES))) {
            tenant.server().execute("DROP TABLE " + tenant.table());

            operations(store)
                    .forEach((name, operation) -> assertNothingIsLeft(
                            name,
                            post -> assertThatThrownBy(() -> operation.accept(post))
                                    .isInstanceOf(StoreException.class)));
        }
    }

    private Map<String, Consumer<Fingerprint>> operations(PostgresClaimStore store) {
        Asker asker = new Asker(store);
        return Map.of(
                "claim", asker::claim,
                "lease", asker::lease,
                "duplicate", post -> asker.other().claim(held),
                "batch", post -> asker.claim(List.of(held, post)),
                "confirm", asker::confirm,
                "release", asker::release,
                "lookup", asker::lookup,
                "forget", asker::forget);
    }

    private void assertNothingIsLeft(String name, Consumer<Fingerprint> operation) {
        String before = session.value(SETTINGS);
        for (int time = 0; time < TIMES; time++) {
            operation.accept(Posts.fresh());
            assertThat(session.value("SELECT count(*) FROM pg_prepared_statements"))
                    .as("prepared statements after %s", name)
                    .isEqualTo("0");
        }
        assertThat(session.value(SETTINGS))
                .as("settings after %s", name)
                .isEqualTo(before)
                .contains("statement_timeout 54000 session");
    }
}

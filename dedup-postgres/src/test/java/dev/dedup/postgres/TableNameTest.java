// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.util.List;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The table that was checked at the start is the one that all requests go to, whatever a connection's settings are. */
class TableNameTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    @Test
    void joinedConnectionWithAnotherSearchPathClaimsInTheSameTable() {
        Tenant elsewhere = Tenant.fresh();
        elsewhere.open().close();
        tenant.server()
                .execute(
                        "GRANT USAGE ON SCHEMA " + elsewhere.name() + " TO " + tenant.name(),
                        "GRANT ALL ON " + elsewhere.table() + " TO " + tenant.name());
        caller.execute("SET search_path = " + elsewhere.name());

        assertOneTable();
        assertThat(elsewhere.rows()).isZero();
    }

    @Test
    void temporaryTableOfTheNameIsNotClaimedIn() {
        caller.execute("CREATE TEMPORARY TABLE dedup_claim (LIKE " + tenant.table() + " INCLUDING ALL)");

        assertOneTable();
    }

    @Test
    void purgeGoesToTheTableThatWasChecked() {
        new Asker(store).claim(Posts.fresh(10));
        tenant.server()
                .execute(
                        "UPDATE " + tenant.table() + " SET expires_at = now() - interval '1 s'",
                        "CREATE SCHEMA other_" + tenant.name() + " AUTHORIZATION " + tenant.name());
        tenant.set("search_path", "other_" + tenant.name());
        tenant.terminate();
        Retries.assertClaimed(store);

        assertThat(store.purgeExpired(100)).isEqualTo(10);
    }

    @Test
    void messagesShowTheNameThatWasGiven() {
        tenant.server().execute("DROP TABLE " + tenant.table());

        assertThat(new Asker(store).failureOfClaim(post)).hasMessageContaining("claim failed: table dedup_claim: ");
    }

    /** A jooq-settings.xml that forbids quotes lies on this test's class path. */
    @Test
    void settingsOfJooqOnTheClassPathDoNotApply() {
        assertThat(DSL.using(SQLDialect.POSTGRES).render(DSL.name("a b"))).isEqualTo("A B");

        assertThat(ClaimTable.DEFAULT.named("a b").inSchema("c").quoted()).isEqualTo("\"c\".\"a b\"");
    }

    private void assertOneTable() {
        Asker joined = caller.joining(store);
        Asker other = new Asker(store);
        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        caller.commit();

        assertThat(other.claim(post)).isEqualTo(DUPLICATE);
        assertThat(joined.other().claim(List.of(post))).containsExactly(DUPLICATE);
        assertThat(joined.other().lookup(post)).isPresent();
        assertThat(tenant.rows()).isEqualTo(1);
    }
}

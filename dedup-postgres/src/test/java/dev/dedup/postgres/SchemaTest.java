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
import dev.dedup.testservers.claims.Together;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made and what is found under the table's name. */
class SchemaTest {
    private final Tenant tenant = Tenant.fresh();

    @Test
    void makingItAgainLeavesTheClaims() {
        Fingerprint post = Posts.fresh();
        try (PostgresClaimStore first = tenant.open()) {
            new Asker(first).claim(post);
        }
        try (PostgresClaimStore second = tenant.open()) {
            assertThat(new Asker(second).claim(post)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void manyMayMakeSchemaAndTableAtTheSameMoment() {
        tenant.server().execute("GRANT CREATE ON DATABASE dedup TO " + tenant.name());
        for (int round = 0; round < 5; round++) {
            String schema = tenant.name() + "_new" + round;
            Together.run(4, i -> builder().schema(schema).createSchema().build().close());
        }
    }

    @Test
    void schemaThatIsThereNeedsNoRightToMakeSchemas() {
        try (PostgresClaimStore store =
                builder().schema(tenant.name()).createSchema().build()) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    @Test
    void schemaThatMayNotBeMadeIsAClearError() {
        assertRefused(
                builder().schema("nowhere").createSchema(),
                "start failed: table nowhere.dedup_claim: the user lacks a permission");
    }

    @Test
    void tableThatIsMissingIsAClearError() {
        assertRefused(
                builder(),
                "start failed: table dedup_claim: it does not exist; make it by createSchema(), by ?createSchema=true or by the migration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DROP COLUMN leased | its columns are [expires_at timestamp with time zone, fingerprint uuid, token bigint]",
                "ADD COLUMN message text | message text",
                "ALTER COLUMN token TYPE text | token text",
                "ALTER COLUMN expires_at TYPE timestamp | expires_at timestamp without time zone",
                "DROP CONSTRAINT dedup_claim_pkey | expected are [expires_at timestamp with time zone, fingerprint uuid, leased boolean, token bigint], unique by fingerprint"
            })
    void tableOfAnotherMakeIsRefused(String change, String found) {
        tenant.open().close();
        tenant.server().execute("ALTER TABLE " + tenant.table() + " " + change);

        assertRefused(builder(), "it is no table of claims", found, "Choose another table name");
        assertRefused(builder().createSchema(), "it is no table of claims", found);
    }

    @Test
    void tableOfALaterLayoutNamesBoth() {
        tenant.open().close();
        tenant.server().execute("COMMENT ON TABLE " + tenant.table() + " IS 'dedup claims, layout 2'");

        assertRefused(builder(), "it has layout 2, and this version of dedup knows layout 1; use a newer dedup");
    }

    @Test
    void tableOfAnEarlierLayoutNamesBoth() {
        tenant.open().close();
        tenant.server().execute("COMMENT ON TABLE " + tenant.table() + " IS 'dedup claims, layout 0'");

        assertRefused(builder(), "it has layout 0, and this version of dedup knows layout 1; migrate it");
    }

    /** A server says its version by a function, and another function of that name is put before it. */
    @Test
    void serverThatIsTooOldIsRefused() {
        tenant.open().close();
        tenant.server()
                .execute("CREATE FUNCTION " + tenant.name() + ".current_setting(text) RETURNS text LANGUAGE sql AS"
                        + " $$ SELECT '120022' $$");
        tenant.server().execute("ALTER ROLE " + tenant.name() + " SET search_path = " + tenant.name() + ", pg_catalog");

        assertRefused(builder(), "start failed", "the server's version is 12; dedup needs PostgreSQL 13 or newer");
    }

    @Test
    void userWithoutASchemaIsToldToNameOne() {
        tenant.set("search_path", "nowhere");

        assertRefused(
                builder().createSchema(),
                "start failed: table dedup_claim: there is no schema to make the table in; name one by schema(…)",
                "SQLSTATE 3F000");
    }

    @Test
    void tableWithoutTheMarkIsRefused() {
        tenant.open().close();
        tenant.server().execute("COMMENT ON TABLE " + tenant.table() + " IS 'mine'");

        assertRefused(builder(), "its comment is not \"dedup claims, layout 1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper",
                "with space",
                "it's",
                "a\"quote",
                "a;b",
                "a%b",
                "100%s",
                "%1$s",
                "a?b",
                "$1",
                "back\\slash",
                "select",
                "--x",
                "naïve ümlaut",
                "日本語",
                "dedup_claim\"; DROP TABLE post; --",
                ".",
                "123456789012345678901234567890123456789012345678901234567890123"
            })
    void anyNameIsQuoted(String name) {
        tenant.server().execute("GRANT CREATE ON DATABASE dedup TO " + tenant.name());
        Fingerprint post = Posts.fresh();
        String schema = name.length() > 50 ? name.substring(0, 50) + tenant.name() : name + tenant.name();
        try (PostgresClaimStore store =
                builder().schema(schema).table(name).createSchema().build()) {
            Asker asker = new Asker(store);
            assertThat(asker.lease(post)).isEqualTo(CLAIMED);
            assertThat(asker.confirm(post)).isTrue();
            assertThat(asker.other().claim(post)).isEqualTo(DUPLICATE);
            assertThat(asker.lookup(post)).isPresent();
            assertThat(asker.release(post)).isTrue();
            assertThat(asker.forget(post)).isFalse();
            assertThat(store.purgeExpired(10)).isZero();
        }
        assertThat(tenant.server()
                        .query("SELECT FROM pg_tables WHERE schemaname = $q$" + schema + "$q$ AND tablename = $q$"
                                + name + "$q$"))
                .hasSize(1);
    }

    @Test
    void tablesOfTwoNamesAreTwoSetsOfClaims() {
        Fingerprint post = Posts.fresh();
        try (PostgresClaimStore one = builder().table("one").createSchema().build();
                PostgresClaimStore two = builder().table("two").createSchema().build()) {
            assertThat(new Asker(one).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(two).claim(post)).isEqualTo(CLAIMED);
        }
    }

    private PostgresClaimStoreBuilder builder() {
        return PostgresClaimStore.builder().url(tenant.url());
    }

    private static void assertRefused(PostgresClaimStoreBuilder builder, String... messages) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.isRetryable()).isFalse())
                .hasMessageContainingAll(messages)
                .hasMessageNotContaining(Tenant.PASSWORD);
    }
}

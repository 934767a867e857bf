// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.sql.Connection;
import java.sql.Statement;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with the right columns and comment that would not keep what the store promises. */
class TableCheckTest {
    private static final String COLUMNS = "fingerprint uuid NOT NULL, token bigint NOT NULL,"
            + " expires_at timestamptz NOT NULL, leased boolean CHECK (leased)";
    private static final String SELECT =
            "SELECT NULL::uuid AS fingerprint, 1::bigint AS token, now() AS expires_at," + " true AS leased";

    private final Tenant tenant = Tenant.fresh();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE T (C, PRIMARY KEY (fingerprint)) PARTITION BY HASH (fingerprint) | it is a partitioned table",
                "CREATE VIEW T AS S | it is a view; claims need a plain table of their own",
                "CREATE MATERIALIZED VIEW T AS S | it is a materialized view",
                "CREATE SEQUENCE T | it is a sequence",
                "CREATE TYPE T AS (a int) | it is a composite type",
                "CREATE FOREIGN TABLE T (C) SERVER nowhere | it is a foreign table",
                "CREATE UNLOGGED TABLE T (C, PRIMARY KEY (fingerprint)) | it is UNLOGGED: the server empties it after a crash,"
                        + " and every post is new again; run ALTER TABLE … SET LOGGED",
                "CREATE TABLE T (C, PRIMARY KEY (fingerprint) DEFERRABLE) | its key is DEFERRABLE",
                "CREATE TABLE T (C, PRIMARY KEY (fingerprint), UNIQUE (fingerprint) DEFERRABLE INITIALLY DEFERRED) |"
                        + " its key is DEFERRABLE, and the server resolves no conflict by such a key; make it NOT DEFERRABLE",
                "CREATE TABLE T (fingerprint uuid UNIQUE, token bigint NOT NULL, expires_at timestamptz, leased boolean) |"
                        + " its columns fingerprint, expires_at may be null; run ALTER TABLE … ALTER COLUMN … SET NOT NULL",
                "CREATE TABLE T (fingerprint uuid PRIMARY KEY, token bigint, expires_at timestamptz NOT NULL, leased boolean) |"
                        + " its columns token may be null",
                "CREATE TABLE T (fingerprint uuid PRIMARY KEY, token bigint NOT NULL, expires_at timestamptz NOT NULL, leased boolean NOT NULL) |"
                        + " its column leased must not be null, but is when a claim is confirmed;"
                        + " run ALTER TABLE … ALTER COLUMN leased DROP NOT NULL"
            })
    void tableThatKeepsNoPromiseIsRefused(String definition, String problem) {
        tenant.server()
                .execute(
                        "DROP FOREIGN DATA WRAPPER IF EXISTS nothing CASCADE",
                        "CREATE FOREIGN DATA WRAPPER nothing",
                        "CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing");
        make(definition.replace("(C", "(" + COLUMNS).replaceAll("\\bS\\b", SELECT));

        assertRefused(problem);
    }

    @Test
    void tableWithAChildIsRefused() {
        tenant.open().close();
        tenant.server().execute("CREATE TABLE " + tenant.name() + ".child () INHERITS (" + tenant.table() + ")");

        assertRefused("other tables inherit from it, whose rows count as claims and whose keys do not; run ALTER TABLE"
                + " … NO INHERIT on them");
    }

    @Test
    void tableThatIsAChildIsRefused() {
        tenant.server().execute("CREATE TABLE " + tenant.name() + ".parent (" + COLUMNS + ")");
        make("CREATE TABLE T (PRIMARY KEY (fingerprint)) INHERITS (" + tenant.name() + ".parent)");

        assertRefused(
                "it inherits from another table, or is a partition of one; claims need a plain table of their own");
    }

    @Test
    void keyThatIsNotValidIsRefused() {
        tenant.open().close();
        tenant.server()
                .execute("UPDATE pg_index SET indisvalid = false WHERE indrelid = '" + tenant.table() + "'::regclass");

        assertRefused(
                "its unique index by fingerprint is not valid, as after a failed CREATE INDEX CONCURRENTLY; make it"
                        + " again");
    }

    @Test
    void invalidIndexBesideTheKeyDoesNoHarm() {
        tenant.open().close();
        tenant.server()
                .execute(
                        "CREATE UNIQUE INDEX other ON " + tenant.table() + " (fingerprint)",
                        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '" + tenant.name()
                                + ".other'::regclass");

        try (PostgresClaimStore store = tenant.open()) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    @Test
    void temporaryTableIsRefused() throws Exception {
        try (Connection connection = tenant.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE dedup_claim (" + COLUMNS + ", PRIMARY KEY (fingerprint))");
            statement.execute("COMMENT ON TABLE dedup_claim IS 'dedup claims, layout 1'");

            assertRefused(
                    PostgresClaimStore.builder().dsl(DSL.using(connection, SQLDialect.POSTGRES)),
                    "it is a temporary table, which other connections do not see; drop it, or name the schema of the"
                            + " table of claims");
        }
    }

    /** A child that is made later is not looked for, but its rows are out of a purge's reach. */
    @Test
    void purgeLeavesTheRowsOfAChild() {
        try (PostgresClaimStore store = tenant.open()) {
            new Asker(store).claim(Posts.fresh(1_000));
            tenant.server()
                    .execute(
                            "UPDATE " + tenant.table() + " SET expires_at = now() - interval '1 s'",
                            "CREATE TABLE " + tenant.name() + ".child () INHERITS (" + tenant.table() + ")",
                            "GRANT ALL ON " + tenant.name() + ".child TO " + tenant.name(),
                            "INSERT INTO " + tenant.name() + ".child SELECT gen_random_uuid(), 1, 'infinity'"
                                    + " FROM generate_series(1, 3000)");

            assertThat(store.purgeExpired(5_000)).isEqualTo(1_000);

            assertThat(tenant.server().value("SELECT count(*) FROM " + tenant.name() + ".child"))
                    .isEqualTo("3000");
        }
    }

    private void make(String definition) {
        String made = definition.replaceFirst("\\bT\\b", tenant.table());
        String kind = made.replaceFirst("(?s)CREATE (UNLOGGED )?([A-Z ]*?) " + tenant.name() + ".*", "$2");
        tenant.server()
                .execute(
                        made,
                        "COMMENT ON " + kind + " " + tenant.table() + " IS 'dedup claims, layout 1'",
                        kind.equals("TYPE") ? "SELECT 1" : "GRANT ALL ON " + tenant.table() + " TO " + tenant.name());
    }

    private void assertRefused(String problem) {
        assertRefused(PostgresClaimStore.builder().url(tenant.url()), problem);
        assertRefused(PostgresClaimStore.builder().url(tenant.url()).createSchema(), problem);
    }

    private static void assertRefused(PostgresClaimStoreBuilder builder, String problem) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.isRetryable()).isFalse())
                .hasMessageContaining("start failed: table dedup_claim: " + problem);
    }
}

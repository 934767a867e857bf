// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The migration in the jar, run by others than dedup. */
class MigrationTest {
    static List<Integer> versions() {
        return PostgresServer.versions();
    }

    /** In one message, as psql sends what is given by {@code -c}; the driver would take it apart. */
    @ParameterizedTest
    @MethodSource("versions")
    void fileRunsAsItIs(int version) throws SQLException {
        Tenant owner = Tenant.on(Servers.of(version));
        try (Connection connection = owner.connect("?preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute(Schema.migration());
        }
        try (PostgresClaimStore store = PostgresClaimStore.connect(owner.url())) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    /** With the settings that docs/stores/postgres.md gives, but for the schema's name. */
    @ParameterizedTest
    @MethodSource("versions")
    void flywayRunsItInASchemaOfItsOwn(int version) {
        Tenant owner = Tenant.on(Servers.of(version));
        String schema = owner.name() + "_dedup";
        owner.server().execute("GRANT CREATE ON DATABASE dedup TO " + owner.name());
        Flyway flyway = Flyway.configure()
                .dataSource(owner.server().jdbcUrl(), owner.name(), Tenant.PASSWORD)
                .configuration(Map.of(
                        "flyway.locations", "classpath:dev/dedup/postgres/migration",
                        "flyway.defaultSchema", schema,
                        "flyway.table", "dedup_schema_history"))
                .load();

        MigrateResult migrated = flyway.migrate();

        assertThat(migrated.migrationsExecuted).isEqualTo(1);
        assertThat(owner.server()
                        .value("SELECT version FROM " + schema + ".dedup_schema_history WHERE version IS NOT NULL"))
                .isEqualTo("1");
        assertThat(flyway.migrate().migrationsExecuted).as("the next time").isZero();
        try (PostgresClaimStore store = PostgresClaimStore.connect(owner.url() + "?schema=" + schema)) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }
}

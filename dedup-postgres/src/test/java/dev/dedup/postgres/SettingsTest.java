// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URL says and what the builder says, together. */
class SettingsTest {
    private static final String NOWHERE = "postgresql://u:s3cret@127.0.0.1:1/d";

    @Test
    void schemaOfTheBuilderAndTableOfTheUrlAreOneName() {
        Tenant tenant = Tenant.fresh();
        assertClaimsIn(
                tenant,
                PostgresClaimStore.builder().url(tenant.url() + "?table=mine").schema(tenant.name()));
        assertClaimsIn(
                tenant, PostgresClaimStore.builder().table("mine").url(tenant.url() + "?schema=" + tenant.name()));
        assertClaimsIn(
                tenant,
                PostgresClaimStore.builder().table("mine").url(tenant.url() + "?table=mine&schema=" + tenant.name()));
    }

    private static void assertClaimsIn(Tenant tenant, PostgresClaimStoreBuilder builder) {
        try (PostgresClaimStore store = builder.createSchema().build()) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
        assertThat(Long.parseLong(tenant.server().value("SELECT count(*) FROM " + tenant.name() + ".mine")))
                .isPositive();
        assertThat(tenant.server().value("SELECT count(*) FROM pg_tables WHERE schemaname = '" + tenant.name() + "'"))
                .isEqualTo("1");
    }

    @Test
    void contradictionIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PostgresClaimStore.builder()
                        .url(NOWHERE + "?table=one")
                        .table("two")
                        .build())
                .withMessage("The URL of a PostgreSQL store has table=one, and the builder has two; give it once");
        assertThatIllegalStateException()
                .isThrownBy(() -> PostgresClaimStore.builder()
                        .schema("two")
                        .url(NOWHERE + "?schema=one")
                        .build())
                .withMessageContaining("has schema=one, and the builder has two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table=a&table=b", "table=a&table=a", "sslmode=allow&table=x&sslmode=require"})
    void optionThatIsGivenTwiceIsRefused(String options) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresClaimStore.builder().url(NOWHERE + "?" + options))
                .withMessage("The URL of a PostgreSQL store has the option '"
                        + options.substring(0, options.indexOf('=')) + "' twice; give it once");
    }

    @SuppressWarnings("NullAway")
    @Test
    void nullIsRefusedByName() {
        PostgresClaimStoreBuilder builder = PostgresClaimStore.builder();

        assertThatNullPointerException().isThrownBy(() -> builder.url(null)).withMessage("url");
        assertThatNullPointerException().isThrownBy(() -> builder.schema(null)).withMessage("schema");
        assertThatNullPointerException().isThrownBy(() -> builder.table(null)).withMessage("table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sslmode=nonsense | it is one of disable, allow, prefer, require, verify-ca, verify-full",
                "sslmode= | it is one of disable, allow",
                "gssEncMode=nonsense | it is one of disable, allow, prefer, require",
                "targetServerType=nonsense | it is one of any, primary, secondary, preferPrimary, preferSecondary",
                "targetServerType=PRIMARY | it is one of any, primary",
                "loadBalanceHosts=yes | it is true or false",
                "createSchema=yes | it is true or false",
                "prepareThreshold=x | it is a number from 0 to 9999",
                "prepareThreshold=-1 | it is a number from 0 to 9999",
                "connections=0 | it is a number from 1 to 9999",
                "connectTimeout=soon | it is a number from 1 to 9999",
                "connectTimeout=0 | it is a number from 1 to 9999",
                "hostRecheckSeconds=1s | it is a number from 0 to 9999"
            })
    void valueThatIsNoneIsRefusedBeforeAnythingIsAsked(String option, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimStoreProvider.openStore(NOWHERE + "?" + option))
                .withMessageContaining("The URL of a PostgreSQL store has " + option + "; " + expected)
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=VERIFY-full",
                "sslmode=prefer&gssEncMode=disable",
                "targetServerType=preferSlave",
                "loadBalanceHosts=true&hostRecheckSeconds=0",
                "prepareThreshold=0&connections=9999&connectTimeout=30"
            })
    void valueOfTheDriversIsTaken(String options) {
        PostgresUrl url = PostgresUrl.parse(NOWHERE + "?" + options);

        url.requireValues();

        assertThat(url.jdbcUrl()).startsWith("jdbc:postgresql://127.0.0.1:1/d?");
    }
}

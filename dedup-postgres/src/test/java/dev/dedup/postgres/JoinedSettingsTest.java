// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim inside a transaction of the caller's, and the settings of its session. */
class JoinedSettingsTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    private final Asker joined = caller.joining(store);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL statement_timeout = 0",
                "SET LOCAL statement_timeout = '12345ms'",
                "SET LOCAL statement_timeout = '90min'",
                "SET LOCAL statement_timeout = '2d'",
                "SET statement_timeout = '7s'",
                "SET LOCAL lock_timeout = '4321ms'",
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET LOCAL search_path = \"$user\", pg_temp"
            })
    void settingsOfTheCallersStayAsTheyWere(String setting) {
        String[] settings = {
            "SHOW statement_timeout",
            "SHOW lock_timeout",
            "SHOW transaction_isolation",
            "SHOW search_path",
            "SHOW transaction_read_only"
        };
        caller.execute(setting);
        List<String> before = caller.values(settings);

        joined.claim(Posts.fresh(3));
        assertThat(caller.values(settings)).isEqualTo(before);

        tenant.server().execute("REVOKE INSERT ON " + tenant.table() + " FROM " + tenant.name());
        joined.failureOfClaim(post);
        assertThat(caller.values(settings)).isEqualTo(before);
    }

    @Test
    void settingOfTheSessionIsThatOfTheNextTransaction() {
        caller.execute("SET statement_timeout = '7s'", "COMMIT");
        joined.claim(post);
        caller.commit();

        assertThat(caller.value("SHOW statement_timeout")).isEqualTo("7s");
    }
}

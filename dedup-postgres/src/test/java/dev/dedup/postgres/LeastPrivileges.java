// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.util.List;
import java.util.stream.Stream;

/** What a user who owns nothing must be granted; docs/stores/postgres.md gives the same statements. */
final class LeastPrivileges {
    static final List<String> DOCUMENTED = List.of(
            "GRANT USAGE ON SCHEMA dedup TO scraper;",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON dedup.dedup_claim TO scraper;");

    private LeastPrivileges() {}

    /** The same for a table in the owner's schema and for a user of another name. */
    static void grant(Tenant owner, String user) {
        owner.server().execute(statements(owner, user).toArray(String[]::new));
    }

    private static Stream<String> statements(Tenant owner, String user) {
        return DOCUMENTED.stream()
                .map(grant -> grant.replace("SCHEMA dedup", "SCHEMA " + owner.name())
                        .replace("dedup.dedup_claim", owner.table())
                        .replace("scraper", user));
    }
}

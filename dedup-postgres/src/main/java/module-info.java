// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** Claims on PostgreSQL. */
module dev.dedup.postgres {
    requires transitive dev.dedup;
    requires transitive java.sql;
    requires transitive org.jooq;
    requires com.zaxxer.hikari;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.dedup.postgres;

    opens dev.dedup.postgres.migration;

    provides dev.dedup.spi.ClaimStoreProvider with
            dev.dedup.postgres.PostgresClaimStoreProvider;
}

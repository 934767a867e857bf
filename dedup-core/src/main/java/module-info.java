// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** Claims each distinct post once over a fleet of workers. */
module dev.dedup {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.dedup;
    exports dev.dedup.identity;
    exports dev.dedup.memory;
    exports dev.dedup.spi;
    exports dev.dedup.tweet;

    uses dev.dedup.spi.ClaimStoreProvider;

    provides dev.dedup.spi.ClaimStoreProvider with
            dev.dedup.memory.InMemoryClaimStoreProvider;
}

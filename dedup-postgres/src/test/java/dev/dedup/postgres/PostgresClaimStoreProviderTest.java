// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import org.junit.jupiter.api.Test;

/** A store that is found by the scheme of its URL. */
class PostgresClaimStoreProviderTest {
    private final Tenant tenant = Tenant.fresh();

    @Test
    void claimWithoutAnEndIsHeldForever() {
        Fingerprint post = Posts.fresh();
        tenant.open().close();
        try (ClaimStore store = ClaimStoreProvider.openStore(tenant.url());
                Deduplicator<Fingerprint> dedup = Deduplicator.forItems(store, (Fingerprint item) -> item)
                        .forever()
                        .build()) {
            assertThat(dedup.tryClaim(post)).isTrue();
            assertThat(dedup.lookup(post).orElseThrow().expiresAt()).isEmpty();
            assertThat(new Asker(store).claim(post)).isEqualTo(DUPLICATE);
        }
    }
}

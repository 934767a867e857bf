// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A prepared statement keeps its plan: one that was made while the table was small must do for a large one. */
class GrowingTableTest {
    /** The default deadline of a deduplicator. To read the table as a whole for each key takes several times as long. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final int CLAIMS_UNTIL_THE_PLAN_IS_KEPT = 12;

    private final Tenant tenant = Tenant.fresh();

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(tenant.url() + "?connections=1")
            .createSchema()
            .build();

    private final Asker asker = new Asker(store).within(DEADLINE);

    @Test
    void claimsAndConfirmsAfterTheTableHasGrown() {
        List<Fingerprint> posts = Posts.fresh(1_000);
        asker.claim(Posts.fresh(200));
        tenant.server().execute("ANALYZE " + tenant.table());
        for (int i = 0; i < CLAIMS_UNTIL_THE_PLAN_IS_KEPT; i++) {
            Fingerprint post = Posts.fresh();
            asker.lease(post);
            asker.confirm(post);
        }
        tenant.server()
                .execute("INSERT INTO " + tenant.table()
                        + " SELECT gen_random_uuid(), 1, 'infinity' FROM generate_series(1, 200000)");
        Asker patient = asker.within(Duration.ofMinutes(1));
        Asker.values(patient.claim(posts, ClaimState.LEASED, Asker.HOLD));

        assertThat(Asker.values(patient.within(DEADLINE).confirm(posts))).containsOnly(true);
        assertThat(asker.other().claim(posts)).containsOnly(DUPLICATE);
    }
}

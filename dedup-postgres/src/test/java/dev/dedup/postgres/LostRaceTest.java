// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A batch that lost a race for one of its posts asks for that one again, and for no other: what its first statement has claimed is claimed
 * once, whatever happens to it between the two.
 */
class LostRaceTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint claimed = Posts.fresh();
    private final Fingerprint lost = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy =
            TcpProxy.to(tenant.server().host(), tenant.server().port());

    @AutoClose
    private final PostgresClaimStore others = tenant.open();

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.connect(tenant.url(proxy.port()));

    @AutoClose
    private final Caller caller = new Caller(tenant);

    private final Asker mine = new Asker(store);
    private final Asker other = new Asker(others);
    private final Fault betweenTheStatements = proxy.once(TcpProxy.containing("string_agg"), ProxyAction.holdAnswer());

    private CompletableFuture<List<Verdict>> claim = new CompletableFuture<>();

    @BeforeEach
    void loseTheRaceAndStopBetweenTheStatements() {
        caller.joining(others).claim(lost);
        claim = Together.start(() -> mine.claim(List.of(claimed, lost)));
        await().until(tenant::waits);
        caller.commit();
        await().until(() -> other.lookup(claimed).isPresent());
    }

    @Test
    void postThatWasForgottenMeanwhileStaysForgotten() {
        assertThat(other.forget(claimed)).isTrue();
        betweenTheStatements.release();

        assertThat(claim.join()).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.lookup(claimed)).isEmpty();
    }

    @Test
    void postThatWasForgottenAndClaimedByAnotherWasBoths() {
        assertThat(other.forget(claimed)).isTrue();
        assertThat(other.claim(claimed)).isEqualTo(CLAIMED);
        betweenTheStatements.release();

        assertThat(claim.join()).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.lookup(claimed)).map(ClaimRecord::token).contains(other.token());
    }

    @Test
    void postThatNobodyTouchedIsStillClaimed() {
        betweenTheStatements.release();

        assertThat(claim.join()).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.claim(claimed)).isEqualTo(DUPLICATE);
    }
}

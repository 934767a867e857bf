// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The server commits a claim, and the connection is cut before its answer: the same token is told CLAIMED. */
class LostAnswerTest {
    private static final String CLAIM = "string_agg";
    private static final String RENEW = "FOR NO KEY UPDATE";

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy =
            TcpProxy.to(tenant.server().host(), tenant.server().port());

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(tenant.url(proxy.port()))
            .createSchema()
            .build();

    private final Asker mine = new Asker(store);

    @Test
    void claimThatWasCommittedIsTheSameTokens() {
        Fault loss = loseAnswerTo(CLAIM);

        assertThat(mine.failureOfClaim(post)).returns(true, StoreException::isRetryable);

        assertThat(loss.times()).isEqualTo(1);
        assertThat(tenant.rows()).as("claims that the server has committed").isEqualTo(1);
        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(mine.lookup(post)).map(ClaimRecord::token).contains(mine.token());
    }

    @Test
    void leaseThatWasCommittedIsTheSameTokens() {
        loseAnswerTo(CLAIM);
        assertThat(mine.claim(List.of(post), LEASED, Asker.HOLD).failure(0)).isNotNull();

        assertThat(mine.lease(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(IN_FLIGHT);
    }

    @Test
    void deduplicatorAsksAgainAndHasThePost() {
        Fault loss = loseAnswerTo(CLAIM);

        assertThat(Retries.claims(store, post)).isTrue();

        assertThat(loss.times()).isEqualTo(1);
        assertThat(Retries.claims(store, post)).isFalse();
    }

    @Test
    void takeOverThatWasCommittedIsTheSameTokens() {
        mine.other().claim(post);
        tenant.expireAll();
        Fault loss = loseAnswerTo(CLAIM);
        mine.failureOfClaim(post);

        assertThat(loss.times()).isEqualTo(1);
        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void batchWhoseAnswerWasCutShortIsTheSameTokens() {
        List<Fingerprint> posts = Posts.fresh(1_000);
        Fault loss = proxy.once(TcpProxy.containing(CLAIM), ProxyAction.truncateAnswer(500));

        assertThat(Asker.failures(mine.claim(posts, CONFIRMED, Asker.HOLD))).hasSize(1_000);

        assertThat(loss.times()).isEqualTo(1);
        assertThat(mine.claim(posts)).containsOnly(CLAIMED);
        assertThat(mine.other().claim(posts)).containsOnly(DUPLICATE);
    }

    @Test
    void confirmationThatWasCommittedIsOne() {
        mine.lease(post);
        loseAnswerTo(RENEW);
        assertThat(mine.confirm(List.of(post)).failure(0)).isNotNull();

        assertThat(mine.confirm(post)).isTrue();
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void claimThatNeverCameIsFree() {
        Fault loss = proxy.once(TcpProxy.containing(CLAIM), ProxyAction.dropRequest());
        mine.failureOfClaim(post);

        assertThat(loss.times()).isEqualTo(1);
        assertThat(tenant.rows()).isZero();
        assertThat(mine.other().claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void commitOfTheCallersWhoseAnswerWasLostIsKnownUnderTheSameToken() throws Exception {
        try (Connection connection = tenant.connect(proxy.port())) {
            connection.setAutoCommit(false);
            Asker joined = new Asker(store.joining(connection));
            joined.claim(post);
            Fault loss = proxy.once(TcpProxy.containing("COMMIT"), ProxyAction.dropAnswer());
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);

            assertThat(loss.times()).isEqualTo(1);
            assertThat(tenant.rows()).as("claims that the server has committed").isEqualTo(1);
            assertThat(new Asker(store, joined.token(), joined.timeLeft()).claim(post))
                    .isEqualTo(CLAIMED);
        }
    }

    private Fault loseAnswerTo(String statement) {
        return proxy.once(TcpProxy.containing(statement), ProxyAction.dropAnswer());
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.RecentDuplicates;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A claim inside a transaction of the caller's is as much a part of it as the caller's rows. */
class JoinedTransactionTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    private final Asker joined = caller.joining(store);
    private final Asker other = new Asker(store);

    @Test
    void claimAndRowAreCommittedTogether() {
        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        caller.insert(post);
        caller.commit();

        assertThat(other.claim(post)).isEqualTo(DUPLICATE);
        assertThat(other.lookup(post)).map(ClaimRecord::token).contains(joined.token());
        assertThat(Caller.isStored(tenant, post)).isTrue();
    }

    @Test
    void claimAndRowAreRolledBackTogether() {
        joined.claim(post);
        caller.insert(post);
        caller.rollback();

        assertThat(Caller.isStored(tenant, post)).isFalse();
        assertThat(other.lookup(post)).isEmpty();
        assertThat(other.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void nothingIsRememberedOfWhatMayBeRolledBack() {
        ClaimStore undoable = store.joining(caller.connection());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecentDuplicates.inFrontOf(undoable))
                .withMessageContaining("takes part in a transaction");
        assertThat(store.isTransactional()).isFalse();
    }

    @Test
    void nothingIsSeenOutsideBeforeTheCommit() {
        joined.claim(post);
        caller.insert(post);

        assertThat(other.lookup(post)).isEmpty();
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void everyOperationIsPartOfTheTransaction() {
        Fingerprint kept = Posts.fresh();
        assertThat(joined.lease(post)).isEqualTo(CLAIMED);
        assertThat(joined.lease(kept)).isEqualTo(CLAIMED);
        caller.commit();

        assertThat(joined.confirm(post)).isTrue();
        assertThat(joined.release(kept)).isTrue();
        assertThat(joined.lookup(kept)).isEmpty();
        caller.rollback();

        assertThat(other.claim(post)).isEqualTo(IN_FLIGHT);
        assertThat(other.claim(kept)).isEqualTo(IN_FLIGHT);
        assertThat(joined.forget(post)).isTrue();
        caller.rollback();
        assertThat(other.lookup(post)).isPresent();
    }

    @Test
    void transactionKnowsItsOwnClaims() {
        joined.claim(post);

        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        assertThat(joined.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void savepointOfTheCallersGivesClaimsBackToo() {
        Fingerprint before = Posts.fresh();
        joined.claim(before);
        caller.execute("SAVEPOINT dedup");
        caller.insert(post);
        joined.claim(post);
        caller.execute("ROLLBACK TO SAVEPOINT dedup");
        caller.commit();

        assertThat(other.claim(List.of(before, post))).containsExactly(DUPLICATE, CLAIMED);
        assertThat(Caller.isStored(tenant, post)).isFalse();
    }

    @Test
    void closingTheJoinedStoreLeavesTheTransactionOpen() {
        caller.insert(post);
        joined.store().close();

        assertThat(joined.failureOfClaim(post)).hasMessageContaining("the store is closed");
        caller.commit();
        assertThat(Caller.isStored(tenant, post)).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A transaction that sees the claims as they were when it began, while others go on: what has changed is no verdict. */
class StaleSnapshotTest {
    @Nested
    class UnderRepeatableReadOfTheNewest extends Snapshots {
        UnderRepeatableReadOfTheNewest() {
            super(Tenant.fresh(), "REPEATABLE READ");
        }
    }

    @Nested
    class UnderSerializableOfTheNewest extends Snapshots {
        UnderSerializableOfTheNewest() {
            super(Tenant.fresh(), "SERIALIZABLE");
        }
    }

    @Nested
    class UnderRepeatableReadOfTheOldest extends Snapshots {
        UnderRepeatableReadOfTheOldest() {
            super(Tenant.on(Servers.oldest()), "REPEATABLE READ");
        }
    }

    /** What others do between the snapshot and the claim. */
    abstract static class Snapshots {
        private final Tenant tenant;
        private final String isolation;
        private final Fingerprint post = Posts.fresh();

        @AutoClose
        private final PostgresClaimStore store;

        @AutoClose
        private final Caller caller;

        private final Asker other;
        private final Asker joined;

        Snapshots(Tenant tenant, String isolation) {
            this.tenant = tenant;
            this.isolation = isolation;
            store = tenant.open();
            caller = new Caller(tenant);
            other = new Asker(store);
            joined = caller.joining(store);
        }

        @AfterEach
        void transactionGoesOn() {
            Fingerprint own = Posts.fresh();
            caller.insert(own);
            caller.commit();
            assertThat(Caller.isStored(tenant, own)).isTrue();
        }

        @Test
        void claimedSince() {
            takeSnapshot();
            other.claim(post);

            assertNoVerdict();
        }

        @Test
        void claimedSinceInTheMiddleOfABatch() {
            List<Fingerprint> posts = Posts.fresh(9);
            takeSnapshot();
            other.claim(posts.get(4));

            assertThat(joined.claim(posts, CONFIRMED, Asker.HOLD).failure(4)).hasMessageContaining("40001");
        }

        @Test
        void releasedSinceIsFree() {
            other.lease(post);
            takeSnapshot();
            other.release(post);

            assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        }

        @Test
        void releasedAndClaimedSince() {
            other.lease(post);
            takeSnapshot();
            other.release(post);
            other.other().claim(post);

            assertNoVerdict();
        }

        @Test
        void confirmedSince() {
            other.lease(post);
            takeSnapshot();
            other.confirm(post);

            assertNoVerdict();
        }

        @Test
        void takenOverSince() {
            lapse(other::lease);
            takeSnapshot();
            other.other().claim(post);

            assertNoVerdict();
        }

        @Test
        void purgedSinceIsFree() {
            lapse(other::lease);
            takeSnapshot();
            store.purgeExpired(100);

            assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        }

        @Test
        void unchangedIsAVerdict() {
            Fingerprint leased = Posts.fresh();
            Fingerprint free = Posts.fresh();
            other.claim(post);
            other.lease(leased);
            takeSnapshot();

            assertThat(joined.claim(List.of(post, leased, free))).containsExactly(DUPLICATE, IN_FLIGHT, CLAIMED);
        }

        @Test
        void expiredIsTakenOver() {
            lapse(other::lease);
            takeSnapshot();

            assertThat(joined.claim(post)).isEqualTo(CLAIMED);
        }

        private void takeSnapshot() {
            caller.execute("SET TRANSACTION ISOLATION LEVEL " + isolation, "SELECT count(*) FROM post");
        }

        private void lapse(Consumer<Fingerprint> lease) {
            lease.accept(post);
            tenant.expireAll();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> other.lookup(post).isEmpty());
        }

        private void assertNoVerdict() {
            assertThat(joined.failureOfClaim(post))
                    .hasMessageContaining("another transaction has changed the same claims")
                    .hasMessageContaining("40001")
                    .hasMessageContaining("roll your transaction back and run it again")
                    .returns(false, StoreException::isRetryable);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has expired is deleted in small steps, and nothing else is. */
class PurgeTest {
    static List<Integer> versions() {
        return PostgresServer.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatHasExpiredIsDeletedAndWhatIsHeldStays(int version) {
        Tenant tenant = Tenant.on(Servers.of(version));
        List<Fingerprint> expired = Posts.fresh(3_000);
        List<Fingerprint> held = Posts.fresh(1_000);
        try (PostgresClaimStore store = tenant.open()) {
            claim(store, expired);
            tenant.expireAll();
            new Asker(store).claim(held);
            Asker forever = new Asker(store);
            Fingerprint endless = Posts.fresh();
            forever.claim(List.of(endless), ClaimState.CONFIRMED, ClaimRequest.FOREVER);

            assertThat(store.purgeExpired(500)).isEqualTo(3_000);

            assertThat(tenant.rows()).isEqualTo(1_001);
            assertThat(new Asker(store).claim(held)).containsOnly(DUPLICATE);
            assertThat(new Asker(store).claim(endless)).isEqualTo(DUPLICATE);
            assertThat(store.purgeExpired(500)).isZero();
            assertThat(new Asker(store).claim(expired.subList(0, 500))).containsOnly(CLAIMED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 136, 100_000})
    void everyBatchSizeDeletesEverythingAndNoTransactionMore(int batchSize) {
        Tenant tenant = Tenant.fresh();
        try (PostgresClaimStore store = tenant.open()) {
            new Asker(store).claim(Posts.fresh(200));
            tenant.expireAll();
            tenant.server()
                    .execute(
                            "CREATE TABLE " + tenant.name() + ".step (n bigint)",
                            "CREATE FUNCTION " + tenant.name()
                                    + ".count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                                    + " $$ BEGIN INSERT INTO " + tenant.name()
                                    + ".step SELECT count(*) FROM gone; RETURN NULL; END $$",
                            "CREATE TRIGGER count AFTER DELETE ON " + tenant.table()
                                    + " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "
                                    + tenant.name()
                                    + ".count()");

            assertThat(store.purgeExpired(batchSize)).isEqualTo(200);

            assertThat(Long.parseLong(tenant.server().value("SELECT max(n) FROM " + tenant.name() + ".step")))
                    .as("rows that one step has deleted")
                    .isBetween(1L, (long) batchSize);
        }
    }

    @Test
    void rowsThatAreLockedAreLeftForTheNextTime() throws Exception {
        Tenant tenant = Tenant.fresh();
        List<Fingerprint> posts = Posts.fresh(10);
        try (PostgresClaimStore store = tenant.open();
                Caller caller = new Caller(tenant)) {
            new Asker(store).claim(posts);
            tenant.expireAll();
            assertThat(caller.joining(store).claim(posts.subList(0, 4))).containsOnly(CLAIMED);

            assertThat(store.purgeExpired(1_000)).isEqualTo(6);
            caller.rollback();
            assertThat(store.purgeExpired(1_000)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void purgersAndClaimersAtTheSameTimeLoseNothing(String isolation) {
        Tenant tenant = Tenant.fresh();
        tenant.set("default_transaction_isolation", isolation);
        List<Fingerprint> posts = Posts.fresh(600);
        Retries retries = new Retries();
        try (PostgresClaimStore store = tenant.open()) {
            claim(store, posts);
            tenant.expireAll();
            AtomicInteger claiming = new AtomicInteger(2);

            List<Long> done =
                    Together.call(4, i -> i < 2 ? purged(store, claiming) : won(store, posts, retries, claiming));

            assertThat(done.get(2) + done.get(3)).as("posts won").isEqualTo(600);
            assertThat(done.get(0) + done.get(1)).as("rows purged").isBetween(0L, 600L);
            assertThat(new Asker(store).claim(posts)).containsOnly(DUPLICATE);
        }
        assertThat(tenant.rows()).isEqualTo(600);
        assertThat(retries.causes()).as("deadlocks that the claimers met").noneMatch(cause -> cause.contains("40P01"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void batchSizeBelowOneIsRefused(int batchSize) {
        try (PostgresClaimStore store = Tenant.fresh().open()) {
            assertThatThrownBy(() -> store.purgeExpired(batchSize))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The batch size of a purge is " + batchSize + "; it must be at least 1");
        }
    }

    @Test
    void closedStoreIsNotPurged() {
        PostgresClaimStore store = Tenant.fresh().open();
        store.close();

        assertThatThrownBy(() -> store.purgeExpired(1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("purge failed: the store is closed");
    }

    private static long won(
            PostgresClaimStore store, List<Fingerprint> posts, Retries retries, AtomicInteger claiming) {
        try {
            Deduplicator<Fingerprint> dedup = retries.deduplicator(store);
            return posts.stream().filter(dedup::tryClaim).count();
        } finally {
            claiming.decrementAndGet();
        }
    }

    /** Purges again and again until nobody claims any more; how many rows it has deleted. */
    private static long purged(PostgresClaimStore store, AtomicInteger claiming) {
        long purged = 0;
        do {
            purged += store.purgeExpired(20);
        } while (claiming.get() > 0);
        return purged;
    }

    private static void claim(PostgresClaimStore store, List<Fingerprint> posts) {
        for (int i = 0; i < posts.size(); i += 600) {
            new Asker(store).claim(posts.subList(i, Math.min(posts.size(), i + 600)));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.Lease;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.UnknownOutcomeException.Operation;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.LogRecorder;
import dev.dedup.valkey.ValkeyClaimStore;
import dev.dedup.valkey.ValkeyHealth;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The server reaches its memory limit in the middle of claims. */
class FullServerTest {
    /** About twice as many as there is room for. */
    private static final int POSTS = 6_000;

    private static final long ROOM = 384 * 1_024;

    @AutoClose
    private final LogRecorder log = LogRecorder.of(ValkeyClaimStore.class);

    @Test
    void withoutEvictionItRefusesForgetsNothingAndGoesOnWithMoreMemory() {
        Ledger ledger = new Ledger(Posts.some(POSTS));
        try (var server = withLimit("noeviction");
                var store = ValkeyClaimStore.connect(server.uri());
                Fleet fleet = new Fleet(server.uri(), ledger)) {
            Future<?> some = ledger.at(500, () -> {});
            fleet.start();
            fleet.awaitUnknownAfter(some);

            assertThat(ledger.granted())
                    .as("granted before the server was full")
                    .isLessThan(POSTS);
            assertHeld(store, ledger);
            server.command("CONFIG", "SET", "maxmemory", "64mb");
            fleet.awaitEnd();

            ledger.close("full under noeviction");
            assertThat(ledger.repeats()).isZero();
            assertThat(ledger.leasesLost()).isZero();
            assertThat(store.health().evictedKeys()).hasValue(0);
            assertThat(log.warnings()).isEmpty();
        }
    }

    @Test
    void withoutEvictionTheErrorSaysThatMemoryIsFull() {
        List<Fingerprint> posts = Posts.some(2);
        Ledger ledger = new Ledger(posts);
        try (var server = ValkeyServer.started();
                var dedup = Fleet.deduplicator(ValkeyClaimStore.connect(server.uri()), ledger)) {
            Lease<Fingerprint> lease = dedup.tryLease(posts.get(0)).orElseThrow();
            server.command("CONFIG", "SET", "maxmemory", "1");

            var claim = catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryClaim(posts.get(1)));
            assertFull(claim, Operation.CLAIM);
            var duplicate = catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryClaim(posts.get(0)));
            assertFull(duplicate, Operation.CLAIM);
            var confirm = catchThrowableOfType(UnknownOutcomeException.class, lease::confirm);
            assertFull(confirm, Operation.CONFIRM);

            server.command("CONFIG", "SET", "maxmemory", "0");
            assertThat(confirm.retry().isClaimed(0)).isTrue();
            assertThat(claim.retry().isClaimed(0)).isTrue();
            assertThat(duplicate.retry().isClaimed(0)).isFalse();
            posts.forEach(ledger::granted);
            ledger.close("full while a lease is confirmed");
        }
    }

    @Test
    void withEvictionItForgetsWithoutAWordAndNothingIsLost() {
        Ledger ledger = new Ledger(Posts.some(POSTS));
        try (var server = withLimit("volatile-lru");
                var store = ValkeyClaimStore.connect(server.uri());
                Fleet fleet = new Fleet(server.uri(), ledger)) {
            fleet.start();
            fleet.awaitEnd();

            ledger.close("full under volatile-lru");
            ValkeyHealth health = store.health();
            assertThat(health.evictedKeys().orElseThrow()).isPositive();
            assertThat(ledger.repeats())
                    .as("repeats, each for one eviction at most")
                    .isBetween(1L, health.evictedKeys().orElseThrow());
            assertThat(store.guarantees().promises(Guarantee.NEVER_EVICTS)).isFalse();
            assertWarnedOf("volatile-lru");
        }
    }

    private static ValkeyServer withLimit(String policy) {
        ValkeyServer server =
                ValkeyServer.builder().config("maxmemory-policy", policy).start();
        long limit = Long.parseLong(server.info("used_memory")) + ROOM;
        server.command("CONFIG", "SET", "maxmemory", String.valueOf(limit));
        return server;
    }

    /** Every post granted so far is held, as a full server still says. */
    private static void assertHeld(ValkeyClaimStore store, Ledger ledger) {
        List<Fingerprint> granted = ledger.grantedPosts();
        try (var dedup = Fleet.deduplicator(store.shared(), ledger)) {
            assertThat(granted)
                    .isNotEmpty()
                    .allSatisfy(post -> assertThat(dedup.lookup(post)).isPresent());
        }
    }

    private static void assertFull(UnknownOutcomeException e, Operation operation) {
        assertThat(e.operation()).isEqualTo(operation);
        assertThat(e.getCause()).hasMessageContaining("maxmemory").hasMessageContaining("OOM");
    }

    private void assertWarnedOf(String policy) {
        assertThat(log.warnings())
                .isNotEmpty()
                .allSatisfy(warning -> assertThat(warning).contains(policy).contains("claimed again"));
    }
}

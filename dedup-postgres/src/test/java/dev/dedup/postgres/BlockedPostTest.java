// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A post that an open transaction has claimed, among others: those have their verdicts, and it has none. */
class BlockedPostTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint blocked = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void restOfABatchIsAnswered() {
        List<Fingerprint> others = Posts.fresh(999);
        caller.joining(store).claim(blocked);

        UnknownOutcomeException unknown = unknown(store, with(others, blocked), DEADLINE);

        assertThat(unknown.batch().claimed()).hasSize(999);
        assertThat(unknown.batch().unknown()).hasSize(1);
        caller.commit();
        ClaimBatch<?> retried = unknown.retry();
        assertThat(retried.claimed()).hasSize(999);
        assertThat(retried.duplicates()).hasSize(1);
    }

    @Test
    void restIsAnsweredBesideSeveral() {
        List<Fingerprint> held = Posts.fresh(7);
        List<Fingerprint> others = Posts.fresh(50);
        new Asker(store).claim(others.get(0));
        held.forEach(caller.joining(store)::claim);

        UnknownOutcomeException unknown =
                unknown(store, Stream.concat(held.stream(), others.stream()).toList(), DEADLINE);

        assertThat(unknown.batch().claimed()).hasSize(49);
        assertThat(unknown.batch().duplicates()).hasSize(1);
        assertThat(unknown.batch().unknown()).hasSize(7);
    }

    @Test
    void itsVerdictIsWaitedFor() throws Exception {
        List<Fingerprint> others = Posts.fresh(9);
        caller.joining(store).claim(blocked);
        Future<ClaimBatch<Fingerprint>> batch =
                threads.submit(() -> deduplicator(store, LONG).tryClaimAll(with(others, blocked)));
        await().until(() ->
                others.stream().allMatch(post -> new Asker(store).lookup(post).isPresent()));
        caller.rollback();

        assertThat(batch.get().claimed()).hasSize(10);
    }

    @Test
    void restOfAJoinedBatchIsAnsweredAndTheCallersLimitsStay() throws Exception {
        caller.joining(store).claim(blocked);
        try (Caller second = new Caller(tenant)) {
            second.execute("SET statement_timeout = '7s'", "SET lock_timeout = '5s'");

            UnknownOutcomeException unknown =
                    unknown(store.joining(second.connection()), with(Posts.fresh(9), blocked), DEADLINE);

            assertThat(unknown.batch().claimed()).hasSize(9);
            assertThat(second.value("SHOW statement_timeout")).isEqualTo("7s");
            assertThat(second.value("SHOW lock_timeout")).isEqualTo("5s");
            assertThat(second.value("SHOW enable_seqscan")).isEqualTo("on");
            second.commit();
        }
        assertThat(tenant.rows()).isEqualTo(9);
    }

    @Test
    void callersLimitOnAWaitHolds() throws Exception {
        caller.joining(store).claim(blocked);
        try (Caller second = new Caller(tenant)) {
            second.execute("SET lock_timeout = '20ms'");

            UnknownOutcomeException unknown = unknown(store.joining(second.connection()), List.of(blocked), DEADLINE);

            assertThat(unknown).hasStackTraceContaining("SQLSTATE 55P03");
        }
    }

    @Test
    void claimsThatShareAStatementWithItAreAnswered() throws Exception {
        caller.joining(store).claim(blocked);
        try (PostgresClaimStore coalescing =
                PostgresClaimStore.builder().url(tenant.url()).coalesceClaims().build()) {
            List<Future<Boolean>> waiting =
                    Stream.generate(() -> claims(coalescing, blocked)).limit(4).toList();
            await().until(tenant::waits);
            List<Future<Boolean>> others = Posts.fresh(20).stream()
                    .map(post -> claims(coalescing, post))
                    .toList();

            for (Future<Boolean> other : others) {
                assertThat(other.get()).isTrue();
            }
            caller.rollback();
            int won = 0;
            for (Future<Boolean> claim : waiting) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    private Future<Boolean> claims(PostgresClaimStore claimer, Fingerprint post) {
        return threads.submit(() -> deduplicator(claimer, LONG).tryClaim(post));
    }

    private static List<Fingerprint> with(List<Fingerprint> others, Fingerprint one) {
        return Stream.concat(others.stream(), Stream.of(one)).toList();
    }

    private static UnknownOutcomeException unknown(ClaimStore claimer, List<Fingerprint> posts, Duration deadline) {
        return catchThrowableOfType(
                UnknownOutcomeException.class,
                () -> deduplicator(claimer, deadline).tryClaimAll(posts));
    }

    private static Deduplicator<Fingerprint> deduplicator(ClaimStore store, Duration deadline) {
        return Deduplicator.forItems(store.shared(), (Fingerprint item) -> item)
                .deadline(deadline)
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimRequest.FOREVER;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.StoreGuarantees.Guarantee.HOLDS_FOREVER;
import static dev.dedup.spi.StoreGuarantees.Guarantee.NEVER_EVICTS;
import static dev.dedup.spi.StoreGuarantees.Guarantee.SURVIVES_RESTART;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store declares about itself, shown where the kit can, and printed where it cannot. */
abstract class GuaranteeRules extends FailureRules {
    private static final int CLAIMS_PER_TRIAL = 100;
    private static final Duration AGES = Duration.ofDays(73_050);

    @Test
    @Shows(Rule.DECLARED)
    void guaranteesAreDeclaredWithReasons() {
        StoreGuarantees guarantees = store().store().guarantees();

        for (Guarantee guarantee : Guarantee.values()) {
            assertThat(guarantees.reason(guarantee))
                    .as("reason given for %s", guarantee)
                    .isNotBlank();
            report(guarantee + (promises(guarantee) ? " promised: " : " excluded: ") + guarantees.reason(guarantee));
        }
    }

    @Test
    @Shows(Rule.DECLARED)
    void storeDescribesItself() {
        ClaimStore store = store().store();

        assertThat(store.name()).as("name of the store").isNotBlank().isEqualTo(store.name());
        assertThat(store.maximumBatchSize()).as("largest batch").isPositive().isEqualTo(store.maximumBatchSize());
        assertThat(store.guarantees().clock()).as("whose clock").isNotNull();
    }

    @Test
    @Shows(Rule.DECLARED)
    void blockingStoreHasAnsweredWhenItReturns() {
        ClaimStore store = store().store();
        if (!store.isBlocking()) {
            report("not declared, so stages may complete later and on other threads");
            return;
        }
        List<Fingerprint> post = Fingerprints.fresh(1);
        ClaimRequest request = new ClaimRequest(post, mine, CONFIRMED, LONG, patience());
        Stream<CompletionStage<?>> stages = Stream.of(
                store.claim(request),
                store.renew(request),
                store.lookup(post, patience()),
                store.release(post, mine, patience()),
                store.forget(post, patience()));

        assertThat(stages)
                .as("stages of a store that declares to block")
                .allMatch(stage -> stage.toCompletableFuture().isDone(), "is complete");
    }

    @Test
    @Shows(Rule.DECLARED)
    void foreverIsKeptOrRefused() {
        if (promises(HOLDS_FOREVER)) {
            assertForeverIsKept();
        } else {
            assertForeverIsRefused();
        }
    }

    @Test
    @Shows(Rule.DECLARED)
    void renewalToForeverIsKeptOrRefused() {
        Fingerprint post = confirmedBy(mine);
        if (promises(HOLDS_FOREVER)) {
            assertThat(store().renew(post, mine, CONFIRMED, FOREVER))
                    .as("renewal to forever")
                    .isTrue();
            assertThat(record(post).expiresAt())
                    .as("expiry of a claim held forever")
                    .isEmpty();
            assertThat(store().renew(post, mine, CONFIRMED, LONG))
                    .as("renewal to an end")
                    .isTrue();
            assertThat(record(post).expiresAt())
                    .as("expiry after the renewal to an end")
                    .isPresent();
        } else {
            assertThat(store().tryRenew(List.of(post), mine, CONFIRMED, FOREVER).failures())
                    .hasSize(1);
            assertThat(record(post).expiresAt())
                    .as("expiry after the refused renewal")
                    .isPresent();
        }
    }

    @Test
    @Shows(Rule.DECLARED)
    void liveClaimsAreNotDroppedToMakeRoom() {
        if (!promises(NEVER_EVICTS)) {
            report("not shown: the store excludes NEVER_EVICTS, so live claims may be dropped");
            return;
        }
        List<Fingerprint> claimed = claimMany();

        assertThat(store().lookup(claimed).stream().filter(Optional::isEmpty).count())
                .as("live claims dropped, of %s", claimed.size())
                .isZero();
    }

    @Test
    @Shows(Rule.DECLARED)
    void claimsSurviveARestart() {
        Fingerprint post = confirmedBy(mine);
        Optional<ClaimStore> restarted = restart(store().store());
        if (restarted.isEmpty()) {
            report("not shown: override restart(…) to have the store restarted");
            return;
        }
        try (ClaimStore store = restarted.get()) {
            Verdict verdict = probe(store).claim(post, theirs, CONFIRMED, LONG);
            report("after a restart another's claim of a confirmed fingerprint was " + verdict);
            assertThat(verdict == DUPLICATE || !promises(SURVIVES_RESTART))
                    .as("claims survive a restart, or it is excluded")
                    .isTrue();
        }
    }

    private boolean promises(Guarantee guarantee) {
        return store().store().guarantees().promises(guarantee);
    }

    private void assertForeverIsKept() {
        Fingerprint post = heldBy(mine, CONFIRMED, FOREVER);
        assertThat(record(post).expiresAt())
                .as("expiry of a claim held forever")
                .isEmpty();
        clock().advance(clockIsStill() ? AGES : moment());

        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another's claim ages later")
                .isEqualTo(DUPLICATE);
        assertThat(store().release(post, mine))
                .as("release of a claim held forever")
                .isTrue();
    }

    private void assertForeverIsRefused() {
        Fingerprint post = Fingerprints.fresh();

        assertThat(store().tryClaim(List.of(post), mine, CONFIRMED, FOREVER).failures())
                .as("refusal to hold a claim forever")
                .allMatch(refusal -> !refusal.isRetryable(), "is permanent");
        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("a claim after the refusal")
                .isEqualTo(CLAIMED);
    }

    /** Claims many fingerprints; those that the store refuses for want of room are left out. */
    private List<Fingerprint> claimMany() {
        List<Fingerprint> claimed = new ArrayList<>();
        int batch = Math.min(1_000, store().store().maximumBatchSize());
        for (int i = 0; i < CLAIMS_PER_TRIAL * trials(); i += batch) {
            List<Fingerprint> posts = Fingerprints.fresh(batch);
            if (store().tryClaim(posts, mine, CONFIRMED, LONG).failed()) {
                break;
            }
            claimed.addAll(posts);
        }
        return claimed;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.memory.RecentDuplicates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a listener hears. */
class DedupListenerTest {
    private final Fixture fleet = new Fixture();
    private final List<String> heard = new ArrayList<>();

    private final DedupListener recorder = new DedupListener() {
        @Override
        public void onClaimed(int items) {
            heard.add("claimed " + items);
        }

        @Override
        public void onDuplicate(int items) {
            heard.add("duplicate " + items);
        }

        @Override
        public void onRecentDuplicate(int items) {
            heard.add("recent " + items);
        }

        @Override
        public void onInFlight(int items) {
            heard.add("in flight " + items);
        }

        @Override
        public void onUnknown(int items, FailurePolicy policy, @Nullable Throwable cause) {
            heard.add("unknown " + items + " " + policy + " " + (cause != null));
        }

        @Override
        public void onRetry(String operation, int items, int attempt, @Nullable Throwable cause) {
            heard.add("retry " + operation + " " + items + " " + attempt + " " + (cause != null));
        }

        @Override
        public void onLeaseLost(int items) {
            heard.add("lost " + items);
        }

        @Override
        public void onStoreRequest(String operation, int items, Duration latency, @Nullable Throwable failure) {
            heard.add("request " + operation + " " + items + " " + latency.toMillis() + " " + (failure != null));
        }
    };

    @Test
    void hearsVerdictsPerItem() {
        fleet.other().tryClaim("old");
        fleet.other().tryLease("busy");
        fleet.builder(fleet.line()).listener(recorder).build().tryClaimAll(List.of("a", "b", "a", "old", "busy"));
        assertThat(heard).containsExactly("request claim 4 0 false", "claimed 2", "duplicate 2", "in flight 1");
    }

    @Test
    void hearsWhatNeededNoRequest() {
        fleet.other().tryClaimAll(List.of("old", "older"));
        Deduplicator<String> dedup = Deduplicator.forItems(
                        RecentDuplicates.inFrontOf(fleet.line()).build(), Fixture::fingerprint)
                .timing(fleet.timing)
                .listener(recorder)
                .build();
        dedup.tryClaimAll(List.of("old", "older"));
        dedup.tryClaimAll(List.of("old", "older"));
        heard.clear();
        dedup.tryClaimAll(List.of("old", "new", "older"));
        dedup.tryClaim("old");
        assertThat(heard)
                .containsExactly(
                        "recent 2", "request claim 1 0 false", "claimed 1", "duplicate 2", "recent 1", "duplicate 1");
    }

    /** What a memory knew does not make an outage of the store look like an answer. */
    @Test
    void hearsThatTheStoreFailedOnAllThatItWasAsked() {
        fleet.other().tryClaimAll(List.of("old", "older"));
        ScriptedStore line = fleet.line();
        Deduplicator<String> dedup = Deduplicator.forItems(
                        RecentDuplicates.inFrontOf(line).build(), Fixture::fingerprint)
                .timing(fleet.timing)
                .listener(recorder)
                .onStoreFailure(FailurePolicy.SKIP)
                .build();
        dedup.tryClaimAll(List.of("old", "older"));
        dedup.tryClaimAll(List.of("old", "older"));
        heard.clear();
        line.failing(Fault.FORBIDDEN);
        dedup.tryClaimAll(List.of("old", "new", "older"));
        assertThat(heard).startsWith("recent 2", "request claim 1 0 true");
    }

    @Test
    void hearsRetriesAndThePolicy() {
        ScriptedStore line = fleet.line().failing(Fault.HALF_APPLIED, Fault.FORBIDDEN);
        Deduplicator<String> dedup = fleet.builder(line)
                .listener(recorder)
                .onStoreFailure(FailurePolicy.SKIP)
                .build();
        dedup.tryClaimAll(List.of("a", "b"));
        assertThat(heard)
                .containsExactly(
                        "request claim 2 0 false",
                        "retry claim 1 1 true",
                        "request claim 1 0 true",
                        "claimed 1",
                        "unknown 1 SKIP true");
    }

    @Test
    void hearsEachVerdictOnceThoughTheCallGoesOn() {
        ScriptedStore line = fleet.line().failing(Fault.HALF_FORBIDDEN);
        Deduplicator<String> dedup = fleet.builder(line).listener(recorder).build();
        UnknownOutcomeException e =
                catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryClaimAll(List.of("a", "b", "c")));
        e.retry();
        assertThat(heard)
                .containsExactly(
                        "request claim 3 0 false",
                        "claimed 2",
                        "unknown 1 THROW true",
                        "request claim 1 0 false",
                        "claimed 1");
    }

    @Test
    void hearsLostLeases() {
        Deduplicator<String> dedup =
                fleet.builder(fleet.line()).listener(recorder).build();
        LeaseBatch<String> batch = dedup.tryLeaseAll(List.of("a", "b"));
        fleet.pass(Duration.ofMinutes(1));
        assertThatThrownBy(batch::confirm).isInstanceOf(LeaseLostException.class);
        assertThat(heard).containsExactly("request claim 2 0 false", "claimed 2", "request renew 2 0 false", "lost 2");
    }

    @Test
    void changesNoVerdictByThrowing() {
        DedupListener broken = new DedupListener() {
            @Override
            public void onClaimed(int items) {
                throw new NoSuchMethodError("a metrics library that does not fit");
            }
        };
        Deduplicator<String> dedup =
                fleet.builder(fleet.line()).listener(broken).build();
        assertThat(dedup.tryClaim("a")).isTrue();
        assertThat(dedup.tryClaim("a")).isFalse();
    }
}

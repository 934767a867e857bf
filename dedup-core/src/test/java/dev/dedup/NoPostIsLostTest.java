// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Fixture.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Two workers over lines that fail at random: every distinct item goes to exactly one of them. */
class NoPostIsLostTest {
    @Property(tries = 500)
    void everyDistinctItemIsClaimedExactlyOnce(
            @ForAll Form form,
            @ForAll("faults") List<Fault> one,
            @ForAll("faults") List<Fault> two,
            @ForAll("pages") List<List<String>> pages,
            @ForAll @IntRange(min = 1, max = 5) int batchSize) {
        Fixture fleet = new Fixture();
        Deduplicator<String> first = worker(fleet, form, one, batchSize);
        Deduplicator<String> second = worker(fleet, form, two, batchSize);
        List<String> claimed = new ArrayList<>();
        for (List<String> page : pages) {
            claimed.addAll(claimStubbornly(form, first, page));
            claimed.addAll(claimStubbornly(form, second, page));
        }
        assertThat(claimed).doesNotHaveDuplicates().hasSameElementsAs(distinct(pages));
    }

    /** Fewer tries, because the end of a silence is waited for. */
    @Property(tries = 50)
    void everyDistinctItemIsClaimedExactlyOnceThoughTheStoreFallsSilent(
            @ForAll Form form, @ForAll("silences") List<Fault> faults, @ForAll("pages") List<List<String>> pages) {
        everyDistinctItemIsClaimedExactlyOnce(form, faults, faults, pages, 2);
    }

    @Property(tries = 500)
    void everyDistinctItemIsProcessedThoughConfirmationsFail(
            @ForAll Form form, @ForAll("faults") List<Fault> faults, @ForAll("pages") List<List<String>> pages) {
        Fixture fleet = new Fixture();
        Deduplicator<String> worker = worker(fleet, form, faults, 3);
        List<String> sink = new ArrayList<>();
        pages.forEach(page -> page.forEach(item -> processStubbornly(form, worker, item, sink)));
        assertThat(sink).doesNotHaveDuplicates().hasSameElementsAs(distinct(pages));
    }

    @Provide
    Arbitrary<List<Fault>> faults() {
        Arbitrary<Fault> passing = Arbitraries.of(Fault.class).filter(fault -> fault != Fault.SILENT);
        return passing.list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Fault>> silences() {
        return Arbitraries.of(Fault.SILENT, Fault.ANSWER_LOST, Fault.HALF_ANSWERED, Fault.NONE)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<List<String>>> pages() {
        return Arbitraries.of("a", "b", "c", "d", "e", "f")
                .list()
                .ofMaxSize(8)
                .list()
                .ofMaxSize(4);
    }

    private static Deduplicator<String> worker(Fixture fleet, Form form, List<Fault> faults, int batchSize) {
        ScriptedStore line = fleet.line(form).batchSize(batchSize).failing(faults.toArray(Fault[]::new));
        return fleet.builder(line).deadline(Duration.ofMillis(40)).build();
    }

    /** Claims as a scraper does that never gives an unknown outcome up. */
    private static List<String> claimStubbornly(Form form, Deduplicator<String> worker, List<String> page) {
        ClaimBatch<?> batch;
        try {
            batch = Fixture.tryClaimAll(form, worker, page);
        } catch (UnknownOutcomeException e) {
            batch = retryStubbornly(form, e);
        }
        return batch.claimed().stream().map(String.class::cast).toList();
    }

    private static void processStubbornly(Form form, Deduplicator<String> worker, String item, List<String> sink) {
        try {
            if (form.asyncVerb) {
                Fixture.join(worker.async().processOnce(item, it -> CompletableFuture.completedFuture(sink.add(it))));
            } else {
                worker.processOnce(item, sink::add);
            }
        } catch (UnknownOutcomeException e) {
            LeaseOrConfirm.retry(form, e, item, sink);
        }
    }

    private static ClaimBatch<?> retryStubbornly(Form form, UnknownOutcomeException unknown) {
        UnknownOutcomeException last = unknown;
        while (true) {
            try {
                return Fixture.retry(form, last);
            } catch (UnknownOutcomeException e) {
                last = e;
            }
        }
    }

    private static Set<String> distinct(List<List<String>> pages) {
        Set<String> distinct = new HashSet<>();
        pages.forEach(distinct::addAll);
        return distinct;
    }

    /** An unknown outcome before the action leaves a lease batch to go on with; one after it leaves a confirmation. */
    private static final class LeaseOrConfirm {
        static void retry(Form form, UnknownOutcomeException e, String item, List<String> sink) {
            ClaimBatch<?> batch = retryStubbornly(form, e);
            if (batch instanceof LeaseBatch<?> leases && leases.isClaimed(0)) {
                sink.add(item);
                confirmStubbornly(form, leases);
            }
        }

        private static void confirmStubbornly(Form form, LeaseBatch<?> leases) {
            try {
                leases.confirm();
            } catch (UnknownOutcomeException e) {
                retryStubbornly(form, e);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static dev.dedup.spi.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.dedup.Fixture.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many items in one call. */
class ClaimBatchTest {
    private final Fixture fleet = new Fixture();

    @ParameterizedTest
    @EnumSource
    void givesAVerdictPerItemInOrder(Form form) {
        fleet.other().tryClaim("old");
        fleet.other().tryLease("busy");
        ClaimBatch<String> batch = Fixture.tryClaimAll(
                form, fleet.builder(fleet.line(form)).build(), List.of("x", "old", "y", "busy", "x", "old"));
        assertThat(batch.verdicts()).containsExactly(CLAIMED, DUPLICATE, CLAIMED, IN_FLIGHT, DUPLICATE, DUPLICATE);
        assertThat(batch.claimed()).containsExactly("x", "y");
        assertThat(batch.duplicates()).containsExactly("old", "x", "old");
        assertThat(batch.inFlight()).containsExactly("busy");
        assertThat(batch.unknown()).isEmpty();
        assertThat(batch.isClaimed(0)).isTrue();
        assertThat(batch.size()).isEqualTo(6);
        assertThat(batch).hasToString("ClaimBatch[claimed=2, duplicate=3, inFlight=1, unknown=0]");
    }

    @Test
    void sendsNothingForAnEmptyBatch() {
        ScriptedStore line = fleet.line();
        assertThat(fleet.builder(line).build().tryClaimAll(List.of()).size()).isZero();
        assertThat(line.log()).isEmpty();
    }

    @Test
    void claimsNothingIfAnItemIsNull() {
        ScriptedStore line = fleet.line();
        assertThatThrownBy(() -> fleet.builder(line).build().tryClaimAll(Arrays.asList("a", null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("an item of the batch is null");
        assertThat(line.log()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendsChunksNoLargerThanTheStoreTakesAndEachFingerprintOnce(Form form) {
        ScriptedStore line = fleet.line(form).batchSize(7);
        List<String> items =
                IntStream.range(0, 40).mapToObj(i -> "item" + i % 20).toList();
        ClaimBatch<String> batch = Fixture.tryClaimAll(form, fleet.builder(line).build(), items);
        assertThat(batch.claimed()).hasSize(20).isEqualTo(items.subList(0, 20));
        assertThat(line.log().stream().map(sent -> sent.keys().size())).containsExactly(7, 7, 6);
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING_VERB_ON_BLOCKING_STORE", "ASYNC_VERB_ON_IMMEDIATE_STORE"})
    void worksForSoManyChunksThatNoStackWouldHoldThem(Form form) {
        ScriptedStore line = fleet.line(form).batchSize(1);
        List<String> items =
                IntStream.range(0, 50_000).mapToObj(i -> "item" + i).toList();
        assertThat(Fixture.tryClaimAll(form, fleet.builder(line).build(), items).claimed())
                .hasSize(50_000);
    }

    @ParameterizedTest
    @EnumSource
    void asksAgainOnlyForWhatHasNoAnswer(Form form) {
        ScriptedStore line = fleet.line(form).batchSize(4).failing(Fault.HALF_ANSWERED, Fault.HALF_APPLIED);
        List<String> items = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        assertThat(Fixture.tryClaimAll(form, fleet.builder(line).build(), items).claimed())
                .isEqualTo(items);
        assertThat(line.log().get(2).keys())
                .containsExactly(
                        Fixture.fingerprint("a"),
                        Fixture.fingerprint("c"),
                        Fixture.fingerprint("f"),
                        Fixture.fingerprint("h"));
    }

    @Test
    void goesOnWithTheOtherChunksWhenOneFails() {
        ScriptedStore line = fleet.line().batchSize(2).failing(Fault.FORBIDDEN);
        assertThatThrownBy(() -> fleet.builder(line).build().tryClaimAll(List.of("a", "b", "c", "d")))
                .asInstanceOf(type(UnknownOutcomeException.class))
                .satisfies(e -> {
                    assertThat(e.batch().verdicts()).containsExactly(UNKNOWN, UNKNOWN, CLAIMED, CLAIMED);
                    assertThat(e.items()).isEqualTo(List.of("a", "b"));
                });
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheOtherChunksThoughOneIsNeverAnswered(Form form) {
        ScriptedStore line = fleet.line(form).batchSize(1).failing(Fault.SILENT);
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(100)).build();
        assertThat(Fixture.tryClaimAll(form, dedup, List.of("a", "b", "c")).claimed())
                .containsExactly("a", "b", "c");
    }

    @Test
    void keepsTheTokenOfWhatWasClaimedThoughTheStoreThrowsAnError() {
        ScriptedStore line = fleet.line().batchSize(1).failing(Fault.NONE).failing(1_000, Fault.ERROR);
        assertThatThrownBy(() -> fleet.builder(line).build().tryClaimAll(List.of("a", "b")))
                .asInstanceOf(type(UnknownOutcomeException.class))
                .satisfies(e -> assertThat(e.batch().verdicts()).containsExactly(CLAIMED, UNKNOWN))
                .satisfies(e -> assertThat(e).hasCauseInstanceOf(NoClassDefFoundError.class));
    }

    @Test
    void namesTheRefusalForGoodThoughAnotherFailureCameLater() {
        ScriptedStore line = fleet.line().batchSize(1).failing(Fault.FORBIDDEN).failing(1_000, Fault.REFUSED);
        assertThatThrownBy(() -> fleet.builder(line).build().tryClaimAll(List.of("a", "b")))
                .hasRootCauseMessage("scripted: claim failed: forbidden by script");
    }

    @Test
    void countsTheDeadlineFromTheLastAnswer() {
        ScriptedStore line = fleet.line().batchSize(1);
        for (int i = 0; i < 35; i++) {
            line.failing(Fault.REFUSED, Fault.NONE);
        }
        List<String> items = IntStream.range(0, 40).mapToObj(i -> "item" + i).toList();
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(50)).build();
        assertThat(dedup.tryClaimAll(items).claimed()).isEqualTo(items);
        assertThat(fleet.timing.nanoTime()).isEqualTo(Duration.ofMillis(70).toNanos());
    }

    @ParameterizedTest
    @EnumSource
    void leasesEqualItemsOnce(Form form) {
        LeaseBatch<String> batch =
                Fixture.tryLeaseAll(form, fleet.builder(fleet.line(form)).build(), List.of("a", "a", "b"));
        assertThat(batch.verdicts()).containsExactly(CLAIMED, IN_FLIGHT, CLAIMED);
        assertThat(batch.leases().stream().map(Lease::item)).containsExactly("a", "b");
    }
}

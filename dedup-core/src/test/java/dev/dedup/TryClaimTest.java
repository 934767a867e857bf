// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.Fixture.Form;
import dev.dedup.ScriptedStore.Sent;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One item, one verdict, whatever happens on the way. */
class TryClaimTest {
    private final Fixture fleet = new Fixture();

    @ParameterizedTest
    @EnumSource
    void isTrueForExactlyOneWorker(Form form) {
        assertThat(Fixture.tryClaim(form, fleet.builder(fleet.line(form)).build(), "a"))
                .isTrue();
        assertThat(Fixture.tryClaim(form, fleet.builder(fleet.line(form)).build(), "a"))
                .isFalse();
        assertThat(Fixture.tryClaim(form, fleet.builder(fleet.line(form)).build(), "b"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void isTrueAgainWhenTheRetentionHasPassedAndNotBefore(Form form) {
        Deduplicator<String> dedup =
                fleet.builder(fleet.line(form)).retention(Duration.ofHours(1)).build();
        Fixture.tryClaim(form, dedup, "a");
        fleet.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(Fixture.tryClaim(form, dedup, "a")).isFalse();
        fleet.pass(Duration.ofMillis(1));
        assertThat(Fixture.tryClaim(form, dedup, "a")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void isFalseForAnItemThatIsLeased(Form form) {
        fleet.other().tryLease("a");
        assertThat(Fixture.tryClaim(form, fleet.builder(fleet.line(form)).build(), "a"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "REFUSED", "THROWN", "ERROR", "UNCLASSIFIED", "HALF_ANSWERED"})
    void goesOnUntilTheStoreAnswers(Fault fault) {
        for (Form form : Form.values()) {
            ScriptedStore line = fleet.line(form).failing(3, fault);
            assertThat(Fixture.tryClaim(form, fleet.builder(line).build(), form.name()))
                    .as(form.name())
                    .isTrue();
            assertThat(fleet.other().tryClaim(form.name())).isFalse();
            assertThat(line.log()).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "REFUSED", "THROWN", "ERROR", "UNCLASSIFIED"})
    void isFalseOnlyWhenSomebodyElseHasTheItemThoughTheLineFails(Fault fault) {
        fleet.other().tryClaim("a");
        assertThat(fleet.builder(fleet.line().failing(2, fault)).build().tryClaim("a"))
                .isFalse();
    }

    @Test
    void carriesOneTokenOverAllAttemptsAndAnotherInTheNextCall() {
        ScriptedStore line = fleet.line().failing(Fault.ANSWER_LOST, Fault.REFUSED);
        Deduplicator<String> dedup = fleet.builder(line).build();
        dedup.tryClaim("a");
        dedup.tryClaim("b");
        assertThat(new HashSet<>(
                        line.log().subList(0, 3).stream().map(Sent::token).toList()))
                .hasSize(1);
        assertThat(line.log().get(3).token()).isNotEqualTo(line.log().get(0).token());
    }

    @Test
    void saysWhichRequestsRepeatAnother() {
        ScriptedStore line = fleet.line().failing(Fault.ANSWER_LOST, Fault.REFUSED);
        Deduplicator<String> dedup = fleet.builder(line).build();
        dedup.tryClaim("a");
        dedup.tryClaim("b");
        assertThat(line.log().stream().map(Sent::isRepetition)).containsExactly(false, true, true, false);
    }

    @Test
    void theChunksOfABatchRepeatNothing() {
        ScriptedStore line = fleet.line().batchSize(1);
        fleet.builder(line).build().tryClaimAll(List.of("a", "b"));
        assertThat(line.log().stream().map(Sent::isRepetition)).containsExactly(false, false);
    }

    @Test
    void asksForAConfirmedClaimOfTheRetentionWithinTheTimeThatIsLeft() {
        ScriptedStore line = fleet.line().failing(6, Fault.REFUSED);
        fleet.builder(line)
                .retention(Duration.ofNanos(1_500_001))
                .deadline(Duration.ofSeconds(1))
                .build()
                .tryClaim("a");
        Sent first = line.log().get(0);
        assertThat(first.state()).isEqualTo(ClaimState.CONFIRMED);
        assertThat(first.hold()).isEqualTo(Duration.ofMillis(2));
        assertThat(first.timeLeft()).isEqualTo(Duration.ofMillis(500));
        Sent last = line.log().get(line.log().size() - 1);
        assertThat(last.timeLeft()).isEqualTo(Duration.ofMillis(1_000 - 10 - 20 - 40 - 80 - 160 - 320));
    }

    @Test
    void waitsLongerAndLongerBetweenAttemptsUpToABound() {
        ScriptedStore line = fleet.line().failing(8, Fault.REFUSED);
        fleet.builder(line).build().tryClaim("a");
        assertThat(fleet.timing.pauses().stream().map(Duration::toMillis))
                .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 320L, 320L);
    }

    @ParameterizedTest
    @EnumSource
    void throwsWhenTheDeadlinePassesWithoutAnAnswer(Form form) {
        ScriptedStore line = fleet.line(form).failing(1_000, Fault.REFUSED);
        Deduplicator<String> dedup = fleet.builder(line).build();
        assertThatThrownBy(() -> Fixture.tryClaim(form, dedup, "a"))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("scripted: the outcome of claim is unknown for 1 of 1 fingerprints")
                .hasMessageContaining(Fixture.fingerprint("a").toString())
                .hasMessageContaining("with a deadline of PT2S")
                .hasMessageContaining("retry()")
                .hasCauseInstanceOf(StoreException.class);
        assertThat(fleet.timing.nanoTime()).isLessThan(Duration.ofSeconds(2).toNanos());
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDDEN", "SHORT_ANSWER", "NULL_ANSWER"})
    void throwsAtOnceWhenAskingAgainCannotHelp(Fault fault) {
        for (Form form : Form.values()) {
            ScriptedStore line = fleet.line(form).failing(fault);
            assertThatThrownBy(() -> Fixture.tryClaim(form, fleet.builder(line).build(), form.name()))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(line.log()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void throwsWhenTheStoreIsSilent(Form form) {
        ScriptedStore line = fleet.line(form).failing(10, Fault.SILENT);
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(20)).build();
        assertThatThrownBy(() -> Fixture.tryClaim(form, dedup, "a"))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasRootCauseMessage("scripted: claim failed: no answer within 10 ms");
    }

    /** After the pauses of 10 and 20 ms, 10 of the 40 are left: too little for its silence to hide what the store said. */
    @ParameterizedTest
    @EnumSource
    void silenceOfALastShortAttemptDoesNotHideWhatTheStoreSaid(Form form) {
        ScriptedStore line = fleet.line(form).failing(2, Fault.REFUSED).failing(1_000, Fault.SILENT);
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(40)).build();

        assertThatThrownBy(() -> Fixture.tryClaim(form, dedup, "a"))
                .hasRootCauseMessage("scripted: claim failed: lost by script");
        assertThat(line.log()).extracting(Sent::timeLeft).endsWith(Duration.ofMillis(10));
    }

    /** A store's own time-out comes before the request's: here after 9 of the 10 ms that were left. */
    @Test
    void lateFailureOfALastShortAttemptDoesNotHideWhatTheStoreSaid() {
        ScriptedStore line = fleet.line().failing(2, Fault.REFUSED).failing(1_000, Fault.UNCLASSIFIED);
        line.taking(() -> {
            if (line.log().size() == 3) {
                fleet.timing.pass(Duration.ofMillis(9));
            }
        });
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(40)).build();

        assertThatThrownBy(() -> dedup.tryClaim("a")).hasRootCauseMessage("scripted: claim failed: lost by script");
    }

    @Test
    void silenceOfAWholeAttemptIsTheLastWord() {
        ScriptedStore line = fleet.line().failing(Fault.REFUSED).failing(1_000, Fault.SILENT);
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(40)).build();

        assertThatThrownBy(() -> dedup.tryClaim("a"))
                .hasRootCauseMessage("scripted: claim failed: no answer within 20 ms");
    }

    @ParameterizedTest
    @EnumSource
    void asksAgainWhereOneRequestIsNeverAnswered(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.SILENT);
        Deduplicator<String> dedup =
                fleet.builder(line).deadline(Duration.ofMillis(100)).build();
        assertThat(Fixture.tryClaim(form, dedup, "a")).isTrue();
        assertThat(fleet.other().tryClaim("a")).isFalse();
        assertThat(line.log()).hasSize(2);
    }

    @Test
    void throwsWhateverThePolicyWhenTheThreadIsInterruptedBetweenRequests() {
        ScriptedStore line = fleet.line().failing(1_000, Fault.REFUSED);
        Deduplicator<String> dedup = fleet.builder(line)
                .onStoreFailure(FailurePolicy.SKIP)
                .timing(Timing.SYSTEM)
                .build();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> dedup.tryClaim("a"))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(line.log()).hasSize(1);
    }

    @Test
    void takesTheAnswerOfARequestUnderWayThoughTheThreadIsInterrupted() {
        Deduplicator<String> dedup =
                fleet.builder(fleet.line(Form.BLOCKING_VERB_ON_ASYNC_STORE)).build();
        Thread.currentThread().interrupt();
        assertThat(dedup.tryClaim("a")).isTrue();
        Lease<String> lease = dedup.tryLease("b").orElseThrow();
        lease.confirm();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(fleet.other().tryClaimAll(List.of("a", "b")).duplicates()).hasSize(2);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what must be refused
    void refusesNullAndClosed() {
        ScriptedStore line = fleet.line();
        Deduplicator<String> dedup = fleet.builder(line).build();
        assertThatThrownBy(() -> dedup.tryClaim(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("item");
        dedup.close();
        assertThat(line.isClosed()).isTrue();
        assertThatThrownBy(() -> dedup.tryClaim("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> dedup.async().tryClaim("a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesASharedStoreOpen() {
        ScriptedStore line = fleet.line();
        Deduplicator.forItems(line.shared(), Fixture::fingerprint).build().close();
        assertThat(line.isClosed()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.Fixture.Form;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lease, run, confirm. */
class ProcessOnceTest {
    private final Fixture fleet = new Fixture();
    private final List<String> sink = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void runsTheActionOnceAndConfirms(Form form) throws IOException {
        Deduplicator<String> dedup = fleet.builder(fleet.line(form)).build();
        assertThat(process(form, dedup, "a")).isEqualTo(Outcome.PROCESSED);
        assertThat(process(form, dedup, "a")).isEqualTo(Outcome.DUPLICATE);
        assertThat(sink).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void saysInFlightWhileSomebodyElseIsAtWork(Form form) throws IOException {
        fleet.other().tryLease("a");
        Deduplicator<String> dedup = fleet.builder(fleet.line(form)).build();
        assertThat(process(form, dedup, "a")).isEqualTo(Outcome.IN_FLIGHT);
        fleet.pass(Duration.ofMinutes(1));
        assertThat(process(form, dedup, "a")).isEqualTo(Outcome.PROCESSED);
    }

    @Test
    void passesTheActionsExceptionOnUnchangedAndGivesTheItemBack() {
        IOException failure = new IOException("disk full");
        assertThatThrownBy(() -> fleet.other().processOnce("a", item -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @Test
    void passesTheActionsErrorOnThoughTheReleaseFails() {
        AssertionError failure = new AssertionError("bug");
        Deduplicator<String> dedup = fleet.other();
        assertThatThrownBy(() -> dedup.processOnce("a", item -> {
                    dedup.close();
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void passesTheAsyncActionsExceptionOnThoughTheReleaseFails() {
        IOException failure = new IOException("disk full");
        Deduplicator<String> dedup = fleet.other();
        assertThatThrownBy(() -> dedup.async()
                        .processOnce("a", item -> {
                            dedup.close();
                            return CompletableFuture.failedFuture(failure);
                        })
                        .toCompletableFuture()
                        .join())
                .hasCause(failure);
    }

    @ParameterizedTest
    @EnumSource
    void passesTheAsyncActionsExceptionOnAndGivesTheItemBack(Form form) {
        IOException failure = new IOException("disk full");
        AsyncDeduplicator<String> dedup =
                fleet.builder(fleet.line(form)).build().async();
        assertThatThrownBy(() -> dedup.processOnce("a", item -> CompletableFuture.failedFuture(failure))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @Test
    void givesTheItemBackWhenTheAsyncActionThrowsOrReturnsNothing() {
        AsyncDeduplicator<String> dedup = fleet.other().async();
        IllegalStateException failure = new IllegalStateException("bug");
        assertThatThrownBy(() -> Fixture.join(dedup.processOnce("a", item -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThatThrownBy(() -> Fixture.join(dedup.processOnce("b", item -> null)))
                .isInstanceOf(NullPointerException.class);
        assertThat(fleet.other().tryClaimAll(List.of("a", "b")).claimed()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheActionTookLongerThanItsLease(Form form) {
        Deduplicator<String> dedup = fleet.builder(fleet.line(form)).build();
        assertThatThrownBy(() -> dedup.processOnce("a", item -> fleet.pass(Duration.ofMinutes(1))))
                .isInstanceOf(LeaseLostException.class);
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @Test
    void doesNotRunTheActionWhileTheStoreDoesNotAnswer() throws IOException {
        ScriptedStore line = fleet.line().failing(Fault.FORBIDDEN, Fault.FORBIDDEN);
        assertThatThrownBy(() -> process(
                        Form.BLOCKING_VERB_ON_BLOCKING_STORE,
                        fleet.builder(line).build(),
                        "a"))
                .isInstanceOf(UnknownOutcomeException.class);
        Deduplicator<String> skipping =
                fleet.builder(line).onStoreFailure(FailurePolicy.SKIP).build();
        assertThat(process(Form.BLOCKING_VERB_ON_BLOCKING_STORE, skipping, "a")).isEqualTo(Outcome.IN_FLIGHT);
        assertThat(sink).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void runsTheActionWithoutTheStoreWhereThePolicySaysSo(Form form) throws IOException {
        ScriptedStore line = fleet.line(form).failing(3, Fault.FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        assertThat(process(form, dedup, "a")).isEqualTo(Outcome.PROCESSED);
        assertThat(sink).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void canConfirmLaterWhatItCouldNotConfirmAtOnce(Form form) {
        ScriptedStore line = fleet.line(form);
        Deduplicator<String> dedup = fleet.builder(line).build();
        UnknownOutcomeException e = catchThrowableOfType(
                UnknownOutcomeException.class, () -> dedup.processOnce("a", item -> line.failing(Fault.FORBIDDEN)));
        assertThat(e.operation()).isEqualTo(UnknownOutcomeException.Operation.CONFIRM);
        Fixture.retry(form, e);
        assertThat(fleet.other().tryClaimAll(List.of("a")).duplicates()).containsExactly("a");
    }

    private Outcome process(Form form, Deduplicator<String> dedup, String item) throws IOException {
        if (form.asyncVerb) {
            return Fixture.join(dedup.async().processOnce(item, it -> CompletableFuture.completedFuture(sink.add(it))));
        }
        return dedup.processOnce(item, this::write);
    }

    private void write(String item) throws IOException {
        sink.add(item);
    }
}

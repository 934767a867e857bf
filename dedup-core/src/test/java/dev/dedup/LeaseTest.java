// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.dedup.Fixture.Form;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One lease, from taking to the end. */
class LeaseTest {
    private static final Duration LEASE_TIME = Duration.ofMinutes(1);
    private final Fixture fleet = new Fixture();

    @ParameterizedTest
    @EnumSource
    void isExclusiveUntilItLapses(Form form) {
        Deduplicator<String> dedup = fleet.builder(fleet.line(form)).build();
        assertThat(Fixture.tryLease(form, dedup, "a").orElseThrow().item()).isEqualTo("a");
        fleet.pass(LEASE_TIME.minusMillis(1));
        assertThat(Fixture.tryLease(form, dedup, "a")).isEmpty();
        assertThat(fleet.other().tryClaimAll(List.of("a")).inFlight()).containsExactly("a");
        fleet.pass(Duration.ofMillis(1));
        assertThat(Fixture.tryLease(form, dedup, "a")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void confirmedIsHeldForTheRetentionFromNow(Form form) {
        Deduplicator<String> dedup =
                fleet.builder(fleet.line(form)).retention(Duration.ofHours(1)).build();
        Lease<String> lease = Fixture.tryLease(form, dedup, "a").orElseThrow();
        fleet.pass(LEASE_TIME.minusMillis(1));
        Fixture.confirm(form, lease);
        fleet.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(fleet.other().tryClaimAll(List.of("a")).duplicates()).containsExactly("a");
        fleet.pass(Duration.ofMillis(1));
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void confirmedTwiceIsAskedOnce(Form form) {
        ScriptedStore line = fleet.line(form);
        Lease<String> lease =
                Fixture.tryLease(form, fleet.builder(line).build(), "a").orElseThrow();
        Fixture.confirm(form, lease);
        Fixture.confirm(form, lease);
        lease.close();
        assertThat(line.log()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void extendedIsHeldLonger(Form form) {
        Lease<String> lease = lease(form);
        Fixture.extend(form, lease, Duration.ofMinutes(5));
        fleet.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(fleet.other().tryLease("a")).isEmpty();
        fleet.pass(Duration.ofMillis(1));
        assertThat(fleet.other().tryLease("a")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void thatLapsedCannotBeConfirmedOrExtendedAndLeavesTheNextOwnerAlone(Form form) {
        Lease<String> late = lease(form);
        fleet.pass(LEASE_TIME);
        Lease<String> next = fleet.other().tryLease("a").orElseThrow();
        assertThatThrownBy(() -> Fixture.extend(form, late, LEASE_TIME)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> Fixture.confirm(form, late))
                .asInstanceOf(type(LeaseLostException.class))
                .satisfies(e -> assertThat(e.items()).isEqualTo(List.of("a")))
                .satisfies(e -> assertThat(e).hasMessageContaining("scripted: 1 of 1 leases were no longer held"));
        Fixture.release(form, late);
        late.close();
        next.confirm();
        assertThat(fleet.other().tryClaimAll(List.of("a")).duplicates()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void releasedIsFreeAtOnce(Form form) {
        Lease<String> lease = lease(form);
        Fixture.release(form, lease);
        Lease<String> next = fleet.other().tryLease("a").orElseThrow();
        Fixture.release(form, lease);
        assertThat(fleet.other().tryLease("a")).isEmpty();
        next.close();
        assertThat(fleet.other().tryLease("a")).isPresent();
    }

    @Test
    void refusesWhatItsStateForbids() {
        Lease<String> confirmed = lease(Form.BLOCKING_VERB_ON_ASYNC_STORE);
        confirmed.confirm();
        assertThatThrownBy(confirmed::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was confirmed and cannot be released");
        assertThatThrownBy(confirmed::releaseAsync).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> confirmed.extend(LEASE_TIME)).isInstanceOf(IllegalStateException.class);
        Lease<String> released = fleet.other().tryLease("b").orElseThrow();
        released.release();
        assertThatThrownBy(released::confirm).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(released::confirmAsync).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> released.extendAsync(LEASE_TIME)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000000001S", "PT876601H"})
    void refusesAnExtensionThatIsTooShortOrTooLong(Duration hold) {
        Lease<String> lease = lease(Form.BLOCKING_VERB_ON_BLOCKING_STORE);
        assertThatThrownBy(() -> lease.extend(hold))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The extension of a lease is " + hold);
    }

    @ParameterizedTest
    @EnumSource
    void confirmRecognisesItsOwnLostAnswer(Form form) {
        ScriptedStore line = fleet.line(form);
        Lease<String> lease =
                Fixture.tryLease(form, fleet.builder(line).build(), "a").orElseThrow();
        line.failing(3, Fault.ANSWER_LOST);
        Fixture.confirm(form, lease);
        assertThat(fleet.other().lookup("a").orElseThrow().state()).isEqualTo(ClaimState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource
    void confirmThatIsUnknownCanBeRepeatedAndIsNotUndoneByClose(Form form) {
        ScriptedStore line = fleet.line(form);
        Lease<String> lease =
                Fixture.tryLease(form, fleet.builder(line).build(), "a").orElseThrow();
        line.failing(Fault.ANSWER_LOST).failing(1_000, Fault.REFUSED);
        assertThatThrownBy(() -> Fixture.confirm(form, lease))
                .asInstanceOf(type(UnknownOutcomeException.class))
                .satisfies(e -> {
                    lease.close();
                    line.heal();
                    assertThat(Fixture.retry(form, e).claimed()).isEqualTo(List.of("a"));
                });
        Fixture.confirm(form, lease);
        assertThat(fleet.other().tryClaimAll(List.of("a")).duplicates()).containsExactly("a");
    }

    @Test
    void confirmThatIsUnknownCanBeGivenBack() {
        ScriptedStore line = fleet.line();
        Lease<String> lease = fleet.builder(line).build().tryLease("a").orElseThrow();
        line.failing(Fault.ANSWER_LOST).failing(Fault.FORBIDDEN);
        assertThatThrownBy(lease::confirm)
                .asInstanceOf(type(UnknownOutcomeException.class))
                .satisfies(UnknownOutcomeException::release);
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAIM", "SKIP"})
    void confirmThatIsUnknownIsLetPassWhereThePolicySaysSo(FailurePolicy policy) {
        ScriptedStore line = fleet.line();
        Deduplicator<String> dedup = fleet.builder(line).onStoreFailure(policy).build();
        Lease<String> lease = dedup.tryLease("a").orElseThrow();
        line.failing(Fault.FORBIDDEN);
        lease.confirm();
        assertThat(fleet.other().lookup("a").orElseThrow().state()).isEqualTo(ClaimState.LEASED);
    }

    @ParameterizedTest
    @EnumSource
    void releaseThatIsNotAnsweredIsLeftToLapse(Form form) {
        ScriptedStore line = fleet.line(form);
        Lease<String> lease =
                Fixture.tryLease(form, fleet.builder(line).build(), "a").orElseThrow();
        line.failing(1_000, Fault.REFUSED);
        Fixture.release(form, lease);
        assertThat(fleet.other().tryLease("a")).isEmpty();
        fleet.pass(LEASE_TIME);
        assertThat(fleet.other().tryLease("a")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void releaseThatMayHaveBeenConfirmedSaysThatItIsNotAnswered(Form form) {
        ScriptedStore line = fleet.line(form);
        Lease<String> lease =
                Fixture.tryLease(form, fleet.builder(line).build(), "a").orElseThrow();
        line.failing(Fault.ANSWER_LOST).failing(1_000, Fault.REFUSED);
        assertThatThrownBy(() -> Fixture.confirm(form, lease)).isInstanceOf(UnknownOutcomeException.class);
        assertThatThrownBy(() -> Fixture.release(form, lease)).isInstanceOf(StoreException.class);
        line.heal();
        Fixture.release(form, lease);
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @Test
    void extensionThatIsUnknownIsToldWhateverThePolicy() {
        ScriptedStore line = fleet.line();
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        Lease<String> lease = dedup.tryLease("a").orElseThrow();
        line.failing(Fault.FORBIDDEN);
        assertThatThrownBy(() -> lease.extend(LEASE_TIME))
                .asInstanceOf(type(UnknownOutcomeException.class))
                .satisfies(e -> assertThat(e.operation()).isEqualTo(UnknownOutcomeException.Operation.EXTEND));
    }

    @Test
    void releasedWhileItsConfirmationIsUnderWayIsNotConfirmed() {
        HeldStore store = new HeldStore();
        Deduplicator<String> dedup =
                Deduplicator.forItems(store, Fixture::fingerprint).build();
        CompletableFuture<Optional<Lease<String>>> leased =
                dedup.async().tryLease("a").toCompletableFuture();
        store.answerAll();
        Lease<String> lease = leased.join().orElseThrow();
        CompletableFuture<Void> confirmed = lease.confirmAsync().toCompletableFuture();
        CompletableFuture<Void> released = lease.releaseAsync().toCompletableFuture();
        store.answerAll();
        assertThat(released).isCompleted();
        assertThat(confirmed).isCompletedExceptionally();
        assertThatThrownBy(lease::confirm).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void thatWasOnlyAssumedNeverHoldsTheItemAsALeaseForLongerThanTheLeaseTime(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.FORBIDDEN, Fault.NONE, Fault.FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        Fixture.confirm(form, Fixture.tryLease(form, dedup, "a").orElseThrow());
        assertThat(fleet.other().lookup("a").orElseThrow().state()).isEqualTo(ClaimState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource
    void thatWasOnlyAssumedIsTakenBeforeItIsConfirmed(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        Lease<String> lease = Fixture.tryLease(form, dedup, "a").orElseThrow();
        Fixture.confirm(form, lease);
        assertThat(fleet.other().lookup("a").orElseThrow().state()).isEqualTo(ClaimState.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource
    void thatWasOnlyAssumedIsLostIfSomebodyElseHasTheItem(Form form) {
        fleet.other().tryClaim("a");
        ScriptedStore line = fleet.line(form).failing(Fault.FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        Lease<String> lease = Fixture.tryLease(form, dedup, "a").orElseThrow();
        assertThatThrownBy(() -> Fixture.confirm(form, lease)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void cannotBeUsedOnceTheDeduplicatorIsClosed() {
        Deduplicator<String> dedup = fleet.other();
        Lease<String> lease = dedup.tryLease("a").orElseThrow();
        dedup.close();
        assertThatThrownBy(lease::confirm).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(lease::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lease.extend(LEASE_TIME)).isInstanceOf(IllegalStateException.class);
        lease.close();
        lease.close();
    }

    private Lease<String> lease(Form form) {
        return Fixture.tryLease(form, fleet.builder(fleet.line(form)).build(), "a")
                .orElseThrow();
    }
}

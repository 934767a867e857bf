// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.Fixture.Form;
import dev.dedup.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an item that the store never answered for. */
class FailurePolicyTest {
    private static final int MANY = 1_000;
    private final Fixture fleet = new Fixture();

    @ParameterizedTest
    @EnumSource
    void throwCanGoOnWithTheSameToken(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.ANSWER_LOST).failing(MANY, Fault.REFUSED);
        UnknownOutcomeException e = unknown(form, line, List.of("a", "b"));
        assertThat(e.batch().verdicts()).containsExactly(UNKNOWN, UNKNOWN);
        line.heal();
        assertThat(Fixture.retry(form, e).verdicts()).containsExactly(CLAIMED, CLAIMED);
        assertThat(line.log().get(line.log().size() - 1).token()).isEqualTo(e.token());
    }

    @ParameterizedTest
    @EnumSource
    void goingOnRepeatsWhatWasSent(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.FORBIDDEN);
        Fixture.retry(form, unknown(form, line, List.of("a")));
        assertThat(line.log().stream().map(ScriptedStore.Sent::isRepetition)).containsExactly(false, true);
    }

    @Test
    void anAssumedLeaseIsTakenByARepetition() {
        ScriptedStore line = fleet.line().failing(Fault.FORBIDDEN);
        fleet.builder(line)
                .onStoreFailure(FailurePolicy.CLAIM)
                .build()
                .tryLease("a")
                .orElseThrow()
                .confirm();
        assertThat(line.log().stream().map(sent -> sent.operation() + " " + sent.isRepetition()))
                .containsExactly("claim false", "claim true", "renew false");
    }

    @ParameterizedTest
    @EnumSource
    void goingOnMayFailAgain(Form form) {
        UnknownOutcomeException e = unknown(form, fleet.line(form).failing(MANY, Fault.REFUSED), List.of("a"));
        assertThatThrownBy(() -> Fixture.retry(form, e)).isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void goingOnAsksOnlyForTheUnknownAndKeepsTheRest() {
        fleet.other().tryClaim("old");
        ScriptedStore line = fleet.line().failing(Fault.HALF_FORBIDDEN);
        UnknownOutcomeException e =
                unknown(Form.BLOCKING_VERB_ON_BLOCKING_STORE, line, List.of("old", "a", "b", "c", "a"));
        assertThat(e.batch().verdicts()).containsExactly(DUPLICATE, UNKNOWN, CLAIMED, UNKNOWN, UNKNOWN);
        assertThat(e.retry().verdicts()).containsExactly(DUPLICATE, CLAIMED, CLAIMED, CLAIMED, DUPLICATE);
        assertThat(line.log().get(1).keys()).containsExactly(Fixture.fingerprint("a"), Fixture.fingerprint("c"));
    }

    @ParameterizedTest
    @EnumSource
    void throwCanGiveBackWhatTheStoreMayHold(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.ANSWER_LOST).failing(MANY, Fault.REFUSED);
        UnknownOutcomeException e = unknown(form, line, List.of("a"));
        assertThatThrownBy(e::release).isInstanceOf(StoreException.class);
        line.heal();
        e.release();
        assertThat(fleet.other().tryClaim("a")).isTrue();
    }

    @Test
    void throwCanGiveBackTheWholePage() {
        ScriptedStore line = fleet.line().failing(Fault.HALF_ANSWERED).failing(Fault.FORBIDDEN);
        UnknownOutcomeException e = unknown(Form.BLOCKING_VERB_ON_BLOCKING_STORE, line, List.of("a", "b", "c", "d"));
        assertThat(e.operation()).isEqualTo(UnknownOutcomeException.Operation.CLAIM);
        assertThat(e.batch().verdicts()).containsExactly(UNKNOWN, CLAIMED, UNKNOWN, CLAIMED);
        e.release();
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c", "d")).claimed())
                .containsExactly("a", "c");
        e.releaseAll();
        assertThat(fleet.other().tryClaimAll(List.of("b", "d")).claimed()).containsExactly("b", "d");
    }

    @ParameterizedTest
    @EnumSource
    void whatHasGoneOnIsSettled(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.FORBIDDEN);
        UnknownOutcomeException e = unknown(form, line, List.of("a"));
        Fixture.retry(form, e);
        assertThatThrownBy(e::release).isInstanceOf(IllegalStateException.class).hasMessageContaining("succeeded");
        assertThatThrownBy(e::releaseAll).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(e::retry).isInstanceOf(IllegalStateException.class);
        assertThat(fleet.other().tryClaim("a")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void givingBackLeavesSomebodyElsesClaimAlone(Form form) {
        fleet.other().tryClaim("a");
        ScriptedStore line = fleet.line(form).failing(MANY, Fault.REFUSED);
        UnknownOutcomeException e = unknown(form, line, List.of("a"));
        line.heal();
        e.release();
        assertThat(fleet.other().tryClaim("a")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void claimTakesTheUnknownForClaimed(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.HALF_FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.CLAIM).build();
        assertThat(Fixture.tryClaimAll(form, dedup, List.of("a", "b", "b")).verdicts())
                .containsExactly(CLAIMED, CLAIMED, DUPLICATE);
    }

    @ParameterizedTest
    @EnumSource
    void skipTakesTheUnknownForNotClaimedAndSaysWhich(Form form) {
        ScriptedStore line = fleet.line(form).failing(Fault.HALF_FORBIDDEN, Fault.FORBIDDEN);
        Deduplicator<String> dedup =
                fleet.builder(line).onStoreFailure(FailurePolicy.SKIP).build();
        assertThat(Fixture.tryClaimAll(form, dedup, List.of("a", "b")).verdicts())
                .containsExactly(CLAIMED, UNKNOWN);
        assertThat(Fixture.tryClaim(form, dedup, "c")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void lookupAndForgetThrowTheStoresFailure(Form form) {
        Deduplicator<String> dedup =
                fleet.builder(fleet.line(form).failing(MANY, Fault.REFUSED)).build();
        assertThatThrownBy(() -> Fixture.lookup(form, dedup, "a"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("lookup");
        assertThatThrownBy(() -> Fixture.forget(form, dedup, "a"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("forget");
    }

    @Test
    void anExceptionThatWasSerializedSaysThatItCannotGoOn() throws IOException, ClassNotFoundException {
        UnknownOutcomeException e =
                unknown(Form.BLOCKING_VERB_ON_BLOCKING_STORE, fleet.line().failing(Fault.FORBIDDEN), List.of("a"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(e);
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThatThrownBy(() -> ((UnknownOutcomeException) copy).retry())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("serialized");
    }

    private UnknownOutcomeException unknown(Form form, ScriptedStore line, List<String> items) {
        Deduplicator<String> dedup = fleet.builder(line).build();
        return catchThrowableOfType(UnknownOutcomeException.class, () -> Fixture.tryClaimAll(form, dedup, items));
    }
}

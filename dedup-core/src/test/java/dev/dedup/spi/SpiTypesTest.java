// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that go in and out of a store. */
class SpiTypesTest {
    private static final List<Fingerprint> KEYS = List.of(Fingerprint.of(1, 2));
    private static final ClaimToken TOKEN = new ClaimToken(0xABCL);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.001S", "PT0.0000001S", "PT1.0005S"})
    void aRequestRefusesAHoldThatIsNotAPositiveNumberOfMilliseconds(Duration hold) {
        assertThatThrownBy(() -> new ClaimRequest(KEYS, TOKEN, ClaimState.LEASED, hold, SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hold of a claim is " + hold);
    }

    @Test
    void aRequestRefusesToBeEmpty() {
        assertThatThrownBy(() -> new ClaimRequest(List.of(), TOKEN, ClaimState.LEASED, SECOND, SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no fingerprints");
    }

    @Test
    void aRequestKnowsForever() {
        assertThat(new ClaimRequest(KEYS, TOKEN, ClaimState.CONFIRMED, ClaimRequest.FOREVER, SECOND).isForever())
                .isTrue();
        assertThat(new ClaimRequest(KEYS, TOKEN, ClaimState.CONFIRMED, SECOND, SECOND).isForever())
                .isFalse();
    }

    @Test
    void aRequestKeepsWhatItIsForSomeOfItsFingerprints() {
        ClaimRequest first = new ClaimRequest(KEYS, TOKEN, ClaimState.LEASED, SECOND, SECOND);
        ClaimRequest again = new ClaimRequest(KEYS, TOKEN, ClaimState.LEASED, SECOND, SECOND, true);
        List<Fingerprint> others = List.of(Fingerprint.of(3, 4));
        Duration left = Duration.ofMillis(7);
        assertThat(first.isRepetition()).isFalse();
        assertThat(first.with(others, left))
                .isEqualTo(new ClaimRequest(others, TOKEN, ClaimState.LEASED, SECOND, left, false));
        assertThat(again.with(others, left))
                .isEqualTo(new ClaimRequest(others, TOKEN, ClaimState.LEASED, SECOND, left, true));
        assertThatThrownBy(() -> again.with(List.of(), left)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersCountWhatNeededNoRequest() {
        Answers<Verdict> answers = Answers.<Verdict>builder(3)
                .value(0, Verdict.CLAIMED)
                .remembered(1, Verdict.DUPLICATE)
                .remembered(2, Verdict.DUPLICATE)
                .build("store", "claim");
        assertThat(answers.remembered()).isEqualTo(2);
        assertThat(answers.value(2)).isEqualTo(Verdict.DUPLICATE);
        assertThat(Answers.of(List.of(Verdict.DUPLICATE)).remembered()).isZero();
    }

    @Test
    void answersHoldAValueOrAFailurePerFingerprint() {
        StoreException failure = StoreException.permanent("store", "claim", "no permission", null);
        Answers<Verdict> answers = Answers.<Verdict>builder(3)
                .value(0, Verdict.CLAIMED)
                .failure(1, failure)
                .build("store", "claim");
        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.value(0)).isEqualTo(Verdict.CLAIMED);
        assertThat(answers.failure(0)).isNull();
        assertThat(answers.value(1)).isNull();
        assertThat(answers.failure(1)).isSameAs(failure);
    }

    @Test
    void anAnswerThatWasLeftOutIsAFailureThatMayPass() {
        Answers<Verdict> answers = Answers.<Verdict>builder(1).build("store", "claim");
        assertThat(answers.value(0)).isNull();
        assertThat(answers.failure(0))
                .hasMessage("store: claim failed: the answer left this fingerprint out")
                .matches(failure -> failure.isRetryable())
                .matches(failure -> failure.store().equals("store"));
    }

    @Test
    @SuppressWarnings("NullAway") // null is what must be refused
    void answersRefuseNull() {
        assertThatThrownBy(() -> Answers.of(Arrays.asList(Verdict.CLAIMED, null)))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Answers.builder(1).value(0, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new ClaimRecord(null, TOKEN, Optional.empty(), Optional.empty()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("state");
    }

    @Test
    void aRecordSaysHowLongTheClaimIsStillHeld() {
        Instant end = Instant.ofEpochSecond(100);
        assertThat(record(end.minusNanos(5_999_999), end).timeLeft()).contains(Duration.ofMillis(5));
        assertThat(record(end, end).timeLeft()).contains(Duration.ZERO);
        assertThat(record(end.plusSeconds(1), end).timeLeft()).contains(Duration.ZERO);
        assertThat(ClaimRecord.seenAt(Instant.MAX, ClaimState.LEASED, TOKEN, Optional.empty())
                        .timeLeft())
                .isEmpty();
    }

    @Test
    void aRecordRefusesATimeLeftThatDoesNotFit() {
        Optional<Instant> end = Optional.of(Instant.EPOCH);
        for (Optional<Duration> odd : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofMillis(-1)))) {
            assertThatThrownBy(() -> new ClaimRecord(ClaimState.LEASED, TOKEN, end, odd))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must not be negative");
        }
        assertThatThrownBy(() -> new ClaimRecord(ClaimState.LEASED, TOKEN, Optional.empty(), Optional.of(SECOND)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both must be empty");
    }

    private static ClaimRecord record(Instant now, Instant end) {
        return ClaimRecord.seenAt(now, ClaimState.LEASED, TOKEN, Optional.of(end));
    }

    @Test
    void guaranteesLeaveNothingOpen() {
        StoreGuarantees.Builder builder = StoreGuarantees.builder(Clock.STORE);
        builder.promises(Guarantee.SURVIVES_RESTART, "written ahead");
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SURVIVES_FAILOVER");
    }

    @Test
    void guaranteesSayWhatAndWhy() {
        StoreGuarantees.Builder builder = StoreGuarantees.builder(Clock.INJECTED);
        for (Guarantee guarantee : Guarantee.values()) {
            builder.excludes(guarantee, "not here");
        }
        StoreGuarantees guarantees =
                builder.promises(Guarantee.NEVER_EVICTS, "it refuses instead").build();
        assertThat(guarantees.clock()).isEqualTo(Clock.INJECTED);
        assertThat(guarantees.promises(Guarantee.NEVER_EVICTS)).isTrue();
        assertThat(guarantees.reason(Guarantee.NEVER_EVICTS)).isEqualTo("it refuses instead");
        assertThat(guarantees.promises(Guarantee.HOLDS_FOREVER)).isFalse();
    }

    @Test
    void tokensDiffer() {
        Set<ClaimToken> tokens = new HashSet<>();
        IntStream.range(0, 100_000).forEach(i -> tokens.add(ClaimToken.random()));
        IntStream.range(0, 100)
                .mapToObj(i -> new Thread(() -> {
                    synchronized (tokens) {
                        tokens.add(ClaimToken.random());
                    }
                }))
                .peek(Thread::start)
                .forEach(SpiTypesTest::join);
        assertThat(tokens).hasSize(100_100);
        assertThat(TOKEN).hasToString("0000000000000abc");
    }

    @Test
    void aUrlOpensTheStoreOfItsScheme() {
        try (ClaimStore store = ClaimStoreProvider.openStore("MEMORY:")) {
            assertThat(store).isInstanceOf(InMemoryClaimStore.class);
        }
    }

    @Test
    void aUrlThatNoStoreKnowsIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> ClaimStoreProvider.openStore("nosuch://user:secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nosuch'")
                .hasMessageContaining("memory")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ClaimStoreProvider.openStore("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scheme and a colon")
                .hasMessageNotContaining("secret");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("the test was interrupted", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.tweet.Tweet;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings and their limits. */
class DeduplicatorBuilderTest {
    private final Fixture fleet = new Fixture();

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-48H", "PT0.0009S", "PT876601H"})
    void refusesARetentionOrLeaseTimeThatIsTooShortOrTooLong(Duration duration) {
        DeduplicatorBuilder<String> builder = fleet.builder(fleet.line());
        assertThatThrownBy(() -> builder.retention(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The retention is " + duration + "; it must be from 1 millisecond to 36525 days");
        assertThatThrownBy(() -> builder.leaseTime(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The lease time is " + duration);
    }

    @Test
    void pointsFromAnEndlessDurationToForever() {
        DeduplicatorBuilder<String> builder = fleet.builder(fleet.line());
        assertThatThrownBy(() -> builder.retention(ClaimRequest.FOREVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("call forever()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.001S"})
    void refusesADeadlineThatIsTooShortOrTooLong(Duration duration) {
        assertThatThrownBy(() -> fleet.builder(fleet.line()).deadline(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The deadline is " + duration + "; it must be from 1 millisecond to PT24H");
    }

    @Test
    void holdsForeverWhereTheStorePromisesIt() {
        Deduplicator<String> dedup = fleet.builder(fleet.line()).forever().build();
        dedup.tryClaim("a");
        assertThat(dedup.lookup("a").orElseThrow().expiresAt()).isEmpty();
    }

    @Test
    void refusesForeverWhereTheStoreDoesNotPromiseIt() {
        DeduplicatorBuilder<Tweet> builder = Deduplicator.forTweets(forgetful()).forever();
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the store forgetful does not promise (rows live a week)");
    }

    @Test
    void looksUpAndForgets() {
        Deduplicator<String> dedup = fleet.builder(fleet.line()).build();
        assertThat(dedup.lookup("a")).isEmpty();
        dedup.tryClaim("a");
        ClaimRecord record = dedup.lookup("a").orElseThrow();
        assertThat(record.state()).isEqualTo(ClaimState.CONFIRMED);
        assertThat(record.expiresAt()).isPresent();
        assertThat(dedup.forget("a")).isTrue();
        assertThat(dedup.forget("a")).isFalse();
        assertThat(dedup.tryClaim("a")).isTrue();
    }

    @Test
    void callsABlockingStoreOnTheGivenExecutor() {
        AtomicInteger tasks = new AtomicInteger();
        Deduplicator<String> dedup = fleet.builder(fleet.line())
                .executor(task -> {
                    tasks.incrementAndGet();
                    task.run();
                })
                .build();
        assertThat(Fixture.join(dedup.async().tryClaim("a"))).isTrue();
        assertThat(tasks).hasValue(1);
    }

    @Test
    void comparesTweetsByHandleAndMessageUnlessToldOtherwise() {
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(InMemoryClaimStore.create()).build()) {
            assertThat(dedup.tryClaim(Tweet.of("@johnd", "Hello world!"))).isTrue();
            assertThat(dedup.tryClaim(Tweet.of("@jane", "Hello world!"))).isTrue();
            assertThat(dedup.tryClaim(Tweet.of("@johnd", "Hello world!"))).isFalse();
            assertThat(dedup.tryClaim(Tweet.of("@johnd", "hello world!"))).isTrue();
        }
    }

    /** A store of which only the name and the guarantees are ever asked. */
    private static ClaimStore forgetful() {
        StoreGuarantees.Builder guarantees = StoreGuarantees.builder(Clock.STORE);
        for (Guarantee guarantee : Guarantee.values()) {
            guarantees.excludes(guarantee, "rows live a week");
        }
        return (ClaimStore) Proxy.newProxyInstance(
                ClaimStore.class.getClassLoader(),
                new Class<?>[] {ClaimStore.class},
                (proxy, method, args) -> method.getName().equals("name") ? "forgetful" : guarantees.build());
    }
}

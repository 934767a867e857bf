// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static dev.dedup.memory.Claims.key;
import static dev.dedup.memory.Claims.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    @Property
    void keepsTimeAndState(
            @ForAll @LongRange(min = Long.MIN_VALUE / 2, max = Long.MAX_VALUE / 2 - 1) long expiresAt,
            @ForAll ClaimState state) {
        long word = ExpiryWord.of(expiresAt, state);
        assertThat(ExpiryWord.expiresAt(word)).isEqualTo(expiresAt);
        assertThat(ExpiryWord.state(word)).isEqualTo(state);
        assertThat(ExpiryWord.instant(word)).contains(Instant.ofEpochMilli(expiresAt));
        assertThat(ExpiryWord.isLive(word, expiresAt - 1)).isTrue();
        assertThat(ExpiryWord.isLive(word, expiresAt)).isFalse();
    }

    @Test
    void keepsClaimsWithoutAnEndApart() {
        long word = terms(ClaimRequest.FOREVER).expiryWord(5);
        assertThat(ExpiryWord.instant(word)).isEmpty();
        assertThat(ExpiryWord.isLive(word, ExpiryWord.clamp(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void endsWhatWouldEndLaterThanItCanSay() {
        long last = Long.MAX_VALUE / 2 - 1;
        assertThat(ExpiryWord.expiresAt(
                        terms(Duration.ofSeconds(Long.MAX_VALUE)).expiryWord(0)))
                .isEqualTo(last);
        assertThat(ExpiryWord.expiresAt(terms(Duration.ofMillis(last)).expiryWord(last)))
                .isEqualTo(last);
        assertThat(ExpiryWord.expiresAt(terms(Duration.ofMillis(last + 5)).expiryWord(-5)))
                .isEqualTo(last - 5);
    }

    @Test
    void bringsAbsurdClocksIntoRange() {
        assertThat(new StoreClock(new ManualClock(Long.MAX_VALUE)).millis()).isEqualTo(Long.MAX_VALUE / 2 - 1);
        assertThat(new StoreClock(new ManualClock(Long.MIN_VALUE)).millis()).isEqualTo(Long.MIN_VALUE / 2);
        assertThat(new StoreClock(new ManualClock(-7)).millis()).isEqualTo(-7);
    }

    @Test
    void worksBefore1970() {
        ManualClock clock = new ManualClock(-10_000);
        Claims claims = new Claims(InMemoryClaimStore.builder().clock(clock).build());
        claims.confirm(1, 10);
        clock.advance(999);
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.DUPLICATE);
        clock.advance(1);
        assertThat(claims.confirm(1, 11)).isEqualTo(Verdict.CLAIMED);
    }

    private static Terms terms(Duration hold) {
        return Terms.of(request(List.of(key(1)), 10, ClaimState.CONFIRMED, hold));
    }
}

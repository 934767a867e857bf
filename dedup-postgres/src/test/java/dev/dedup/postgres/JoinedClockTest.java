// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a transaction that began some time ago a claim is judged by the time of now, not of then. */
class JoinedClockTest {
    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore store = tenant.open();

    @AutoClose
    private final Caller caller = new Caller(tenant);

    private final Asker joined = caller.joining(store);
    private final Asker other = new Asker(store);

    @BeforeEach
    void begin() {
        caller.execute("SELECT count(*) FROM post");
    }

    @Test
    void claimThatHasLapsedSinceTheBeginningIsFree() {
        claimOfABlink();

        assertThat(joined.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void claimThatHasLapsedSinceTheBeginningIsHeldForNoOperation() {
        claimOfABlink();
        Asker late = new Asker(joined.store(), other.token(), joined.timeLeft());

        assertThat(late.lookup(post)).isEmpty();
        assertThat(late.confirm(post)).isFalse();
        assertThat(late.release(post)).isFalse();
        assertThat(late.forget(post)).isFalse();
    }

    @Test
    void holdCountsFromTheClaim() {
        String before = later();

        joined.claim(post);

        assertHeldForAnHourSince(before);
    }

    @Test
    void holdOfATakeOverCountsFromTheTakeOver() {
        claimOfABlink();
        String before = later();

        joined.claim(post);

        assertHeldForAnHourSince(before);
    }

    @Test
    void holdOfAConfirmationCountsFromTheConfirmation() {
        joined.claim(List.of(post), LEASED, Duration.ofMinutes(1));
        String before = later();

        joined.confirm(post);

        assertHeldForAnHourSince(before);
    }

    /** Another's, made after the transaction began, and over. */
    private void claimOfABlink() {
        other.claim(List.of(post), CONFIRMED, Duration.ofMillis(20));
        await().until(() -> other.lookup(post).isEmpty());
    }

    /** A time well after the beginning of the transaction. */
    private String later() {
        await().until(() -> caller.value("SELECT clock_timestamp() > now() + interval '50 ms'")
                .equals("t"));
        return caller.value("SELECT date_trunc('milliseconds', clock_timestamp())");
    }

    private void assertHeldForAnHourSince(String before) {
        assertThat(caller.value("SELECT expires_at - interval '1 hour' BETWEEN '" + before
                        + "' AND clock_timestamp() FROM dedup_claim"))
                .isEqualTo("t");
    }
}

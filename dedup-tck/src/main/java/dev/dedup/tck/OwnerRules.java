// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimToken;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What only the holder may do, and what a late holder may not. */
abstract class OwnerRules extends ClaimRules {
    @Test
    @Shows(Rule.OWNER_SAFE)
    void absentClaimIsNobodys() {
        Fingerprint post = Fingerprints.fresh();

        assertThat(store().renew(post, mine, CONFIRMED, LONG))
                .as("renewal of an absent claim")
                .isFalse();
        assertThat(store().release(post, mine)).as("release of an absent claim").isFalse();
        assertThat(store().forget(post)).as("forgetting of an absent claim").isFalse();
        assertThat(store().lookup(post)).as("lookup after all three").isEmpty();
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void anotherTokenCannotRenew() {
        Fingerprint post = leasedBy(mine);
        Optional<ClaimRecord> before = store().lookup(post);

        assertThat(store().renew(post, theirs, LEASED, LONG.multipliedBy(2)))
                .as("renewal by another token")
                .isFalse();

        assertSameRecord(store().lookup(post), before, "the lease after another token's renewal");
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void anotherTokenCannotConfirm() {
        Fingerprint post = leasedBy(mine);

        assertThat(store().renew(post, theirs, CONFIRMED, LONG))
                .as("confirmation by another token")
                .isFalse();

        assertThat(stateOf(post)).as("state after another token's confirmation").isEqualTo(LEASED);
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void anotherTokenCannotRelease() {
        Fingerprint leased = leasedBy(mine);
        Fingerprint confirmed = confirmedBy(mine);

        assertThat(store().release(leased, theirs))
                .as("release of a lease by another token")
                .isFalse();
        assertThat(store().release(confirmed, theirs))
                .as("release of a confirmed claim by another token")
                .isFalse();

        assertThat(record(leased).token()).as("holder of the lease").isEqualTo(mine);
        assertThat(record(confirmed).token())
                .as("holder of the confirmed claim")
                .isEqualTo(mine);
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void releasedLeaseIsFree() {
        assertReleasedIsFree(leasedBy(mine));
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void releasedConfirmedClaimIsFree() {
        assertReleasedIsFree(confirmedBy(mine));
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void releasedHolderTouchesNothing() {
        Fingerprint post = leasedBy(mine);
        store().release(post, mine);
        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's claim after the release")
                .isEqualTo(CLAIMED);

        assertPowerless(mine, post);
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void overtakenHolderTouchesNothing() {
        Fingerprint post = expiredOf(mine);
        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's claim after the expiry")
                .isEqualTo(CLAIMED);

        assertPowerless(mine, post);
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void forgettingRemovesAnybodysClaim() {
        Fingerprint leased = leasedBy(mine);
        Fingerprint confirmed = confirmedBy(theirs);

        assertThat(store().forget(leased)).as("forgetting of a lease").isTrue();
        assertThat(store().forget(confirmed))
                .as("forgetting of a confirmed claim")
                .isTrue();

        assertThat(store().lookup(leased)).as("lookup of the forgotten lease").isEmpty();
        assertThat(store().forget(confirmed)).as("forgetting a second time").isFalse();
        assertThat(store().claim(confirmed, mine, LEASED, LONG))
                .as("a claim after forgetting")
                .isEqualTo(CLAIMED);
    }

    @Test
    @Shows(Rule.OWNER_SAFE)
    void forgottenHolderCannotRenewOrRelease() {
        Fingerprint post = leasedBy(mine);
        store().forget(post);

        assertThat(store().renew(post, mine, CONFIRMED, LONG))
                .as("confirmation of a forgotten lease")
                .isFalse();
        assertThat(store().release(post, mine))
                .as("release of a forgotten lease")
                .isFalse();
        assertThat(store().lookup(post)).as("lookup after both").isEmpty();
    }

    private void assertReleasedIsFree(Fingerprint post) {
        assertThat(store().release(post, mine)).as("release by the holder").isTrue();

        assertThat(store().lookup(post)).as("lookup after the release").isEmpty();
        assertThat(store().release(post, mine)).as("release a second time").isFalse();
        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another's claim after the release")
                .isEqualTo(CLAIMED);
    }

    private void assertPowerless(ClaimToken late, Fingerprint post) {
        Optional<ClaimRecord> before = store().lookup(post);

        assertThat(store().renew(post, late, CONFIRMED, LONG.multipliedBy(2)))
                .as("the late holder's renewal")
                .isFalse();
        assertThat(store().release(post, late)).as("the late holder's release").isFalse();

        assertSameRecord(store().lookup(post), before, "the new holder's claim");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who wins a claim, who knows it again, and what the others are told. */
abstract class ClaimRules extends ContractBase {
    @Test
    @Shows(Rule.ONE_WINNER)
    void onlyTheFirstClaimWins() {
        Fingerprint post = confirmedBy(mine);

        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another token's claim")
                .isEqualTo(DUPLICATE);
        assertThat(store().claim(post, ClaimToken.random(), CONFIRMED, LONG))
                .as("a third token's claim")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.ONE_WINNER)
    void freshFingerprintIsFree() {
        assertThat(store().lookup(Fingerprints.fresh()))
                .as("lookup of a fresh fingerprint")
                .isEmpty();
    }

    @Test
    @Shows(Rule.ONE_WINNER)
    void rejectedClaimChangesNothing() {
        Fingerprint post = leasedBy(mine);
        Optional<ClaimRecord> before = store().lookup(post);

        store().claim(post, theirs, CONFIRMED, LONG.multipliedBy(2));

        assertSameRecord(store().lookup(post), before, "the claim after another token's attempt");
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void ownTokenIsClaimedAgain() {
        Fingerprint confirmed = confirmedBy(mine);
        Fingerprint leased = leasedBy(mine);

        assertThat(store().claim(confirmed, mine, CONFIRMED, LONG))
                .as("the confirmed claim's own token")
                .isEqualTo(CLAIMED);
        assertThat(store().claim(leased, mine, LEASED, LONG))
                .as("the lease's own token")
                .isEqualTo(CLAIMED);
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void replayDoesNotExtend() {
        Fingerprint post = confirmedBy(mine);
        Optional<ClaimRecord> before = store().lookup(post);
        clock().advance(moment());

        store().claim(post, mine, CONFIRMED, LONG);

        assertSameRecord(store().lookup(post), before, "the claim after a replay " + moment() + " later");
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void replayDoesNotChangeTheState() {
        Fingerprint leased = leasedBy(mine);
        Fingerprint confirmed = leasedBy(mine);
        store().renew(confirmed, mine, CONFIRMED, LONG);

        store().claim(leased, mine, CONFIRMED, LONG);
        store().claim(confirmed, mine, LEASED, LONG);

        assertThat(stateOf(leased))
                .as("state of a lease after a replay that asks for CONFIRMED")
                .isEqualTo(LEASED);
        assertThat(stateOf(confirmed))
                .as("state of a confirmed claim after a replay that asks for LEASED")
                .isEqualTo(CONFIRMED);
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void ownTokenAfterExpiryClaimsAnew() {
        Fingerprint post = expiredOf(mine);

        assertThat(store().claim(post, mine, CONFIRMED, LONG))
                .as("the old token's new claim")
                .isEqualTo(CLAIMED);
        assertThat(stateOf(post)).as("state of the new claim").isEqualTo(CONFIRMED);
        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another token's claim")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void lookupTellsTheToken() {
        Fingerprint post = confirmedBy(mine);

        assertThat(store().lookup(post).map(ClaimRecord::token))
                .as("token of the claim")
                .contains(mine);
    }

    @Test
    @Shows(Rule.LEASED_IS_NOT_DONE)
    void leaseOfAnotherIsInFlight() {
        Fingerprint post = leasedBy(mine);

        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's lease over a lease")
                .isEqualTo(IN_FLIGHT);
        assertThat(store().claim(post, theirs, CONFIRMED, LONG))
                .as("another's claim over a lease")
                .isEqualTo(IN_FLIGHT);
    }

    @Test
    @Shows(Rule.LEASED_IS_NOT_DONE)
    void confirmedClaimOfAnotherIsDuplicate() {
        Fingerprint post = confirmedBy(mine);

        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's lease over a confirmed claim")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.LEASED_IS_NOT_DONE)
    void confirmingTurnsInFlightIntoDuplicate() {
        Fingerprint post = leasedBy(mine);

        assertThat(store().renew(post, mine, CONFIRMED, LONG))
                .as("confirmation by the holder")
                .isTrue();

        assertThat(stateOf(post)).as("state after the confirmation").isEqualTo(CONFIRMED);
        assertThat(store().claim(post, theirs, LEASED, LONG))
                .as("another's lease after the confirmation")
                .isEqualTo(DUPLICATE);
    }

    @Test
    @Shows(Rule.LEASED_IS_NOT_DONE)
    void confirmedClaimNeverBecomesALease() {
        Fingerprint post = confirmedBy(mine);
        Optional<ClaimRecord> before = store().lookup(post);

        assertThat(store().renew(post, mine, LEASED, LONG.multipliedBy(2)))
                .as("the holder's renewal")
                .isTrue();

        assertSameRecord(store().lookup(post), before, "the confirmed claim after a renewal that asks for LEASED");
    }

    @Test
    @Shows(Rule.LEASED_IS_NOT_DONE)
    void lookupTellsTheState() {
        assertThat(stateOf(leasedBy(mine))).as("state of a lease").isEqualTo(LEASED);
        assertThat(stateOf(confirmedBy(mine))).as("state of a confirmed claim").isEqualTo(CONFIRMED);
    }

    /** Returns the state of a claim that must be live. */
    final ClaimState stateOf(Fingerprint post) {
        return record(post).state();
    }

    final ClaimRecord record(Fingerprint post) {
        Optional<ClaimRecord> found = store().lookup(post);
        assertThat(found).as("lookup of a claim that is held").isPresent();
        return found.orElseThrow();
    }

    /** Compares two sightings of one claim; a store that derives the expiry may be off by the clock's tolerance. */
    final void assertSameRecord(Optional<ClaimRecord> actual, Optional<ClaimRecord> expected, String what) {
        assertThat(actual).as(what).isPresent();
        assertThat(actual.map(ClaimRecord::token)).as("token of %s", what).isEqualTo(expected.map(ClaimRecord::token));
        assertThat(actual.map(ClaimRecord::state)).as("state of %s", what).isEqualTo(expected.map(ClaimRecord::state));
        Instants.assertClose(actual.orElseThrow(), expected.orElseThrow(), clock().tolerance(), what);
    }
}

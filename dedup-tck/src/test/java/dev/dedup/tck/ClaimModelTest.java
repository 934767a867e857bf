// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The model by hand, so that a mistake in it is not taken for the contract. */
class ClaimModelTest {
    private static final Fingerprint POST = Fingerprint.of(1, 2);
    private static final ClaimToken ANN = new ClaimToken(1);
    private static final ClaimToken BOB = new ClaimToken(2);
    private static final Duration HOLD = Duration.ofMillis(10);

    private final ClaimModel model = new ClaimModel();

    @Test
    void firstClaimWinsAndIsKnownAgain() {
        assertThat(model.claim(POST, ANN, LEASED, HOLD, at(0))).isEqualTo(Verdict.CLAIMED);
        assertThat(model.claim(POST, ANN, CONFIRMED, HOLD, at(5))).isEqualTo(Verdict.CLAIMED);
        assertThat(model.claim(POST, BOB, CONFIRMED, HOLD, at(5))).isEqualTo(Verdict.IN_FLIGHT);
        assertThat(model.lookup(POST, at(5))).contains(ClaimRecord.seenAt(at(5), LEASED, ANN, Optional.of(at(10))));
    }

    @Test
    void claimEndsAtItsExpiry() {
        model.claim(POST, ANN, CONFIRMED, HOLD, at(0));

        assertThat(model.claim(POST, BOB, LEASED, HOLD, at(10).minusNanos(1))).isEqualTo(Verdict.DUPLICATE);
        assertThat(model.lookup(POST, at(10))).isEmpty();
        assertThat(model.renew(POST, ANN, CONFIRMED, HOLD, at(10))).isFalse();
        assertThat(model.release(POST, ANN, at(10))).isFalse();
        assertThat(model.forget(POST, at(10))).isFalse();
        assertThat(model.claim(POST, BOB, LEASED, HOLD, at(10))).isEqualTo(Verdict.CLAIMED);
    }

    @Test
    void renewalIsTheHolders() {
        model.claim(POST, ANN, LEASED, HOLD, at(0));

        assertThat(model.renew(POST, BOB, CONFIRMED, HOLD, at(5))).isFalse();
        assertThat(model.renew(POST, ANN, CONFIRMED, HOLD, at(5))).isTrue();
        assertThat(model.renew(POST, ANN, LEASED, HOLD, at(9))).isTrue();
        assertThat(model.lookup(POST, at(9))).contains(ClaimRecord.seenAt(at(9), CONFIRMED, ANN, Optional.of(at(15))));
    }

    @Test
    void releaseIsTheHoldersAndForgettingAnybodys() {
        model.claim(POST, ANN, LEASED, HOLD, at(0));

        assertThat(model.release(POST, BOB, at(1))).isFalse();
        assertThat(model.release(POST, ANN, at(1))).isTrue();
        assertThat(model.lookup(POST, at(1))).isEmpty();

        model.claim(POST, BOB, CONFIRMED, HOLD, at(2));
        assertThat(model.forget(POST, at(2))).isTrue();
        assertThat(model.forget(POST, at(2))).isFalse();
    }

    @Test
    void expiryIsInWholeMilliseconds() {
        model.claim(POST, ANN, LEASED, HOLD, at(0).plusNanos(999_999));

        assertThat(model.lookup(POST, at(9)).flatMap(ClaimRecord::expiresAt)).contains(at(10));
    }

    @Test
    void foreverHasNoExpiry() {
        model.claim(POST, ANN, CONFIRMED, ClaimRequest.FOREVER, at(0));

        assertThat(model.lookup(POST, Instant.MAX))
                .contains(new ClaimRecord(CONFIRMED, ANN, Optional.empty(), Optional.empty()));
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}

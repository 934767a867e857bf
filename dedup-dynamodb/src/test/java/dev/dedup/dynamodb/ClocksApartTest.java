// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two clients of one table, one of which has a clock that is a second ahead: what the documentation says comes of that. */
class ClocksApartTest {
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private final String table = Local.table();
    private final ManualClock clock = new ManualClock();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final DynamoDbClaimStore right = Local.builder(table).clock(clock).build();

    @AutoClose
    private final DynamoDbClaimStore ahead =
            Local.builder(table).clock(() -> clock.instant().plus(AHEAD)).build();

    private final Asker owner = new Asker(right);
    private final Asker taker = new Asker(ahead);

    @Test
    void clientThatIsAheadTakesOverAsMuchTooEarlyAndTheOwnerIsTold() {
        owner.claim(List.of(post), LEASED, HOLD);
        clock.advance(HOLD.minus(AHEAD).minusMillis(1));
        assertThat(taker.lease(post)).as("a millisecond before").isEqualTo(IN_FLIGHT);

        clock.advance(Duration.ofMillis(1));

        assertThat(taker.claim(post)).as("a second before its end").isEqualTo(CLAIMED);
        assertThat(owner.confirm(post))
                .as("the owner's, by its own clock still live")
                .isFalse();
        assertThat(owner.other().claim(post)).as("one has it").isEqualTo(DUPLICATE);
    }

    @Test
    void claimOfAClientThatIsAheadLastsAsMuchLongerForTheOthers() {
        taker.claim(List.of(post), LEASED, HOLD);
        clock.advance(HOLD);
        assertThat(owner.claim(post)).as("after the hold").isEqualTo(IN_FLIGHT);

        clock.advance(AHEAD);

        assertThat(owner.claim(post)).as("a second later").isEqualTo(CLAIMED);
    }
}

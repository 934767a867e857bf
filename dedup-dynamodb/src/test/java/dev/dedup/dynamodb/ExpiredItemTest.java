// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A claim has expired, and its item is still there, as it is in the service for up to days. */
class ExpiredItemTest {
    private static final Duration HOLD = Duration.ofMillis(1_500);

    private final String table = Local.table();
    private final ManualClock clock = new ManualClock();
    private final Fingerprint post = Posts.fresh();
    private final DynamoDbClaimStore store = Local.builder(table).clock(clock).build();
    private final Asker holder = new Asker(store);

    @BeforeEach
    void expire() {
        holder.claim(List.of(post), CONFIRMED, HOLD);
        clock.advance(HOLD.minusMillis(1));
        assertThat(holder.other().claim(post)).as("in its last millisecond").isEqualTo(DUPLICATE);
        clock.advance(Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isTakenOverByOnePut() {
        assertThat(stored()).isNotEmpty();

        assertThat(holder.other().claim(post)).isEqualTo(CLAIMED);
        assertThat(holder.claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void isClaimedAnewByItsOwnToken() {
        var before = stored();

        assertThat(holder.claim(post)).isEqualTo(CLAIMED);
        assertThat(stored()).as("the item of the new window").isNotEqualTo(before);
    }

    @Test
    void isAsGoodAsAbsentForEverythingElse() {
        assertThat(holder.lookup(post)).isEmpty();
        assertThat(holder.confirm(post)).isFalse();
        assertThat(holder.release(post)).isFalse();
        assertThat(holder.forget(post)).isFalse();
        assertThat(stored()).as("what nobody has touched").isNotEmpty();
    }

    @Test
    void isNoDuplicateForAGlanceEither() {
        try (var reader = Local.builder(table).clock(clock).readFirst().build()) {
            assertThat(new Asker(reader).claim(post)).isEqualTo(CLAIMED);
        }
    }

    private java.util.Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> stored() {
        return Local.stored(table, ItemLayout.key(post));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.LEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The service has read an item, and its answer comes when the lease that it shows is over. */
class LateLookupTest {
    private static final Duration HOLD = Duration.ofMillis(1_500);

    private final String table = Local.table();
    private final ManualClock clock = new ManualClock();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbClaimStore store = Local.builder(table).clock(clock).build();

    @AutoClose
    private final DynamoDbClaimStore late =
            Local.builder(table, Local.endpoint(proxy)).clock(clock).build();

    private final Asker holder = new Asker(store);

    @Test
    void claimThatWasConfirmedSinceIsNotMissed() {
        holder.claim(List.of(post), LEASED, HOLD);
        CompletableFuture<Optional<ClaimRecord>> lookup = lookupAround(() -> {
            assertThat(holder.confirm(post)).isTrue();
            clock.advance(HOLD);
        });

        assertThat(lookup.join()).hasValueSatisfying(seen -> {
            assertThat(seen.token()).isEqualTo(holder.token());
            assertThat(seen.timeLeft()).contains(Duration.ZERO);
        });
    }

    @Test
    void claimThatHadExpiredBeforeIsNotTold() {
        holder.claim(List.of(post), LEASED, HOLD);
        clock.advance(HOLD);

        assertThat(lookupAround(() -> {}).join()).isEmpty();
    }

    private CompletableFuture<Optional<ClaimRecord>> lookupAround(Runnable betweenReadAndAnswer) {
        Fault held = proxy.once(Wire.of("BatchGetItem"), ProxyAction.holdAnswer());
        CompletableFuture<Optional<ClaimRecord>> lookup = Together.start(() -> new Asker(late).lookup(post));
        held.await();
        betweenReadAndAnswer.run();
        held.release();
        return lookup;
    }
}

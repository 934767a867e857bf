// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimToken;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any time left is one that a request can take. */
class TimeLeftTest {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private static final ValkeyClaimStore STORE = ValkeyClaimStore.connect(SERVER.uri());

    @ParameterizedTest
    @ValueSource(longs = {106_751, 106_752, 200_000, Long.MAX_VALUE / 86_400})
    void ofCenturiesIsTaken(long days) {
        Asker patient = new Asker(STORE).within(Duration.ofDays(days));

        assertThat(patient.claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void isNotWaitedOutWhereNothingIsAsked() {
        Duration day = Duration.ofDays(1);
        ClaimToken token = ClaimToken.random();

        assertThat(STORE.lookup(List.of(), day).toCompletableFuture()).isCompletedWithValueMatching(a -> a.size() == 0);
        assertThat(STORE.forget(List.of(), day).toCompletableFuture()).isCompletedWithValueMatching(a -> a.size() == 0);
        assertThat(STORE.release(List.of(), token, day).toCompletableFuture())
                .isCompletedWithValueMatching(a -> a.size() == 0);
    }
}

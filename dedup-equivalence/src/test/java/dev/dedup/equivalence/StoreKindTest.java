// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests of this module take for granted of the stores that they are given. */
class StoreKindTest {
    private final Fingerprint post = Posts.fresh();

    @ParameterizedTest
    @EnumSource
    void everyClientSeesTheSameClaims(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        System.out.println("Compared: " + store);
        try (ClaimStore one = store.open();
                ClaimStore other = store.open()) {
            assertThat(new Asker(one).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(other).claim(post)).isEqualTo(DUPLICATE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void claimsExpireByTheClock(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        Duration hold = Duration.ofMillis(20);
        try (ClaimStore client = store.open()) {
            new Asker(client).claim(List.of(post), ClaimState.CONFIRMED, hold);
            store.clock().advance(hold.plus(store.clock().tolerance()));
            assertThat(new Asker(client).claim(post)).isEqualTo(CLAIMED);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void proxyLeadsToTheSameClaims(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        try (TcpProxy proxy = store.server().proxy();
                ClaimStore direct = store.open();
                ClaimStore led = store.open(proxy)) {
            assertThat(new Asker(direct).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(led).claim(post)).isEqualTo(DUPLICATE);
            assertThat(proxy.accepted()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MEMORY", "DYNAMODB"})
    void urlLeadsToTheSameClaims(StoreKind kind) {
        StoreUnderTest store = kind.shared();
        try (ClaimStore direct = store.open();
                ClaimStore other = ClaimStoreProvider.openStore(store.url())) {
            assertThat(new Asker(direct).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(other).claim(post)).isEqualTo(DUPLICATE);
        }
    }
}

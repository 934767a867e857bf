// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.TestCertificates;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ValkeyClaimStoreBuilderTest {
    @AutoClose
    private static final ValkeyServer SERVER =
            ValkeyServer.builder().user("app", "on", ">first", "~*", "+@all").start();

    @AutoClose
    private static final RedisClient CLIENT = RedisClient.create("redis://" + SERVER.host() + ":" + SERVER.port());

    @AutoClose
    private static final RedisClusterClient CLUSTER_CLIENT =
            RedisClusterClient.create("redis://" + SERVER.host() + ":" + SERVER.port());

    private final ValkeyClaimStoreBuilder builder = ValkeyClaimStore.builder();

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> builder.url(null));
        assertThatNullPointerException().isThrownBy(() -> builder.user(null));
        assertThatNullPointerException().isThrownBy(() -> builder.password((String) null));
        assertThatNullPointerException().isThrownBy(() -> builder.password((Supplier<String>) null));
        assertThatNullPointerException().isThrownBy(() -> builder.sslOptions(null));
        assertThatNullPointerException().isThrownBy(() -> builder.prefix(null));
        assertThatNullPointerException().isThrownBy(() -> builder.connectTimeout(null));
        assertThatNullPointerException().isThrownBy(() -> builder.client((RedisClient) null));
        assertThatNullPointerException().isThrownBy(() -> builder.client((RedisClusterClient) null));
    }

    @Test
    void refusesValuesOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.connectTimeout(Duration.ofNanos(999_999)))
                .withMessage("The connect time-out is PT0.000999999S; it must be at least 1 millisecond");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.connectTimeout(Duration.ofDays(40_000)))
                .withMessage("The connect time-out is PT960000H; it must be at most 1 day");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.requestQueueSize(999))
                .withMessage("The request queue size is 999; it must be at least 1,000, the largest batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.prefix("p".repeat(65)))
                .withMessageContaining("65 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.prefix("{"))
                .withMessageContaining("has a {");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.url("host"))
                .withMessageContaining("valkey://");
    }

    @Test
    void refusesToBeBuiltWithoutAnAddressOrWithTwo() {
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessage("A store on Valkey has no address; set url(\"valkey://host:6379\"), or a client");
        for (ValkeyClaimStoreBuilder two : List.of(
                ValkeyClaimStore.builder().url(SERVER.uri()).client(CLIENT),
                ValkeyClaimStore.builder().url(SERVER.uri()).client(CLUSTER_CLIENT),
                ValkeyClaimStore.builder().client(CLIENT).client(CLUSTER_CLIENT))) {
            assertThatIllegalStateException().isThrownBy(two::build).withMessageContaining("more than one address");
        }
    }

    @Test
    void refusesSettingsThatBelongToTheClient() {
        for (ValkeyClaimStoreBuilder mixed : List.of(
                ValkeyClaimStore.builder().client(CLIENT).user("app"),
                ValkeyClaimStore.builder().client(CLIENT).password("first"),
                ValkeyClaimStore.builder().client(CLUSTER_CLIENT).sslOptions(SslOptions.create()),
                ValkeyClaimStore.builder().client(CLIENT).connectTimeout(Duration.ofSeconds(5)),
                ValkeyClaimStore.builder().client(CLUSTER_CLIENT).requestQueueSize(65_536))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> mixed.build().close())
                    .withMessage("User, password, TLS, connect time-out and request queue size belong to the client"
                            + " that was brought; set them there");
        }
    }

    @Test
    void refusesAUserWithoutAPassword() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.url(SERVER.uri()).user("app").build().close())
                .withMessage("A store on Valkey has the user app and no password; set password(…) too");
    }

    @Test
    void refusesTlsOptionsThatWouldNotBeUsed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.url(SERVER.uri())
                        .sslOptions(SslOptions.create())
                        .build()
                        .close())
                .withMessage("A store on Valkey has TLS options and a URL without TLS; write valkeys://");
        String file = TestCertificates.create().authorityFile().toString();
        assertThatIllegalStateException()
                .isThrownBy(() -> ValkeyClaimStore.builder()
                        .url("valkeys://127.0.0.1:" + SERVER.port() + "?ca=" + file)
                        .sslOptions(SslOptions.create())
                        .build()
                        .close())
                .withMessage("A store on Valkey has TLS options and a URL with ca=…; give the file in the options");
    }

    @Test
    void prefixesKeepSetsOfClaimsApart() {
        Fingerprint post = Posts.fresh();
        try (ValkeyClaimStore one = ValkeyClaimStore.connect(SERVER.uri() + "?prefix=one:");
                ValkeyClaimStore two = ValkeyClaimStore.builder()
                        .url(SERVER.uri() + "?prefix=one:")
                        .prefix("two:")
                        .build();
                ValkeyClaimStore twoAgain =
                        ValkeyClaimStore.builder().client(CLIENT).prefix("two:").build()) {
            assertThat(new Asker(one).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(two).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(twoAgain).claim(post)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void asksForThePasswordEachTimeItConnects() {
        AtomicReference<String> password = new AtomicReference<>("first");
        List<String> given = new CopyOnWriteArrayList<>();
        try (ValkeyClaimStore store = ValkeyClaimStore.builder()
                .url("valkey://nobody:wrong@" + SERVER.host() + ":" + SERVER.port())
                .user("app")
                .password(() -> {
                    given.add(password.get());
                    return password.get();
                })
                .build()) {
            SERVER.command("ACL", "SETUSER", "app", "resetpass", ">second");
            password.set("second");
            SERVER.command("CLIENT", "KILL", "USER", "app");

            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
            assertThat(given).startsWith("first").endsWith("second");
        } finally {
            SERVER.command("ACL", "SETUSER", "app", "resetpass", ">first");
        }
    }

    @Test
    void leavesABroughtClientOpen() {
        try (ValkeyClaimStore store = ValkeyClaimStore.builder().client(CLIENT).build()) {
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
        try (var connection = CLIENT.connect()) {
            assertThat(connection.sync().ping()).isEqualTo("PONG");
        }
    }

    @Test
    void closesItsOwnConnections() {
        SERVER.command("ACL", "SETUSER", "closing", "on", "nopass", "~*", "+@all");
        ValkeyClaimStore store =
                ValkeyClaimStore.connect("valkey://closing:any@" + SERVER.host() + ":" + SERVER.port());
        assertThat(clients("closing")).isPositive();
        store.close();
        store.close();

        Awaitility.await().until(() -> clients("closing") == 0);
        assertThat(store.health()).isEqualTo(ValkeyHealth.unreachable());
    }

    @Test
    void isFoundByItsUrl() {
        Fingerprint post = Posts.fresh();
        try (ClaimStore store = ClaimStoreProvider.openStore("valkey://127.0.0.1:" + SERVER.port() + "?prefix=cli:")) {
            assertThat(store.name()).isEqualTo("valkey 127.0.0.1:" + SERVER.port());
            assertThat(store.isBlocking()).isFalse();
            assertThat(store.maximumBatchSize()).isEqualTo(1_000);
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(new ValkeyClaimStoreProvider().schemes()).containsExactlyInAnyOrder("valkey", "valkeys");
    }

    private static long clients(String user) {
        return String.valueOf(SERVER.command("CLIENT", "LIST"))
                .lines()
                .filter(client -> List.of(client.split(" ")).contains("user=" + user))
                .count();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.tweet.Tweet;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of docs/stores/valkey.md, run against a real server. */
class ValkeySnippetsTest {
    private static ValkeyServer server;

    private final List<Tweet> page = List.of(Tweet.of("@ada", "It begins."), Tweet.of("@ada", "It begins."));

    @BeforeAll
    static void startServer() {
        server = ValkeyServer.started();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() {
        server.command("FLUSHALL");
    }

    @Test
    void claims() {
        List<Tweet> sink = new ArrayList<>();
        String url = server.uri();
        // region claim
        try (Deduplicator<Tweet> dedup =
                Deduplicator.forTweets(ValkeyClaimStore.connect(url)).build()) {
            for (Tweet tweet : page) {
                if (dedup.tryClaim(tweet)) {
                    sink.add(tweet);
                }
            }
        }
        // endregion
        assertThat(sink).containsExactly(page.get(0));
        assertThat(server.command("DBSIZE")).isEqualTo(1L);
    }

    @Test
    void logsInWithAPasswordThatChanges() {
        AtomicReference<String> token = new AtomicReference<>("first");
        Supplier<String> iamToken = token::get;
        allow("first");
        try (ClaimStore store = store(iamToken);
                Deduplicator<Tweet> dedup = Deduplicator.forTweets(store.shared())
                        .deadline(Duration.ofSeconds(20))
                        .build()) {
            assertThat(dedup.tryClaim(page.get(0))).isTrue();

            allow("second");
            token.set("second");
            server.command("CLIENT", "KILL", "USER", "scraper");

            assertThat(dedup.tryClaim(page.get(1))).isFalse();
            assertThat(dedup.tryClaim(Tweet.of("@ada", "It goes on."))).isTrue();
        }
    }

    private static void allow(String password) {
        server.command("ACL", "SETUSER", "scraper", "reset", "on", ">" + password, "~posts:*", "+@all");
    }

    private static ClaimStore store(Supplier<String> iamToken) {
        String url = server.uri();
        // region token
        ClaimStore store = ValkeyClaimStore.builder()
                .url(url)
                .user("scraper")
                .password(iamToken)
                .prefix("posts:")
                .build();
        // endregion
        return store;
    }

    @Test
    void takesTheClientOfTheApplication() {
        RedisClient client = RedisClient.create("redis://" + server.host() + ":" + server.port());
        try {
            // region client
            try (ClaimStore store = ValkeyClaimStore.builder().client(client).build();
                    Deduplicator<Tweet> dedup =
                            Deduplicator.forTweets(store.shared()).build()) {
                assertThat(dedup.tryClaimAll(page).claimed()).hasSize(1);
            }
            // endregion
            assertThat(client.connect().sync().dbsize())
                    .as("the client stays open")
                    .isEqualTo(1);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void asksForTheHealth() {
        List<String> alarms = new ArrayList<>();
        try (ValkeyClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            // region health
            ValkeyHealth health = store.health();
            if (!health.reachable()) {
                alarms.add("no claims can be made");
            }
            if (health.evictedKeys().orElse(0) > 0) {
                alarms.add("claims were dropped: posts may come twice");
            }
            // endregion
            assertThat(alarms).isEmpty();
            assertThat(health.usedMemory()).isPresent();
            assertThat(health.maximumMemory()).isEmpty();
        }
    }
}

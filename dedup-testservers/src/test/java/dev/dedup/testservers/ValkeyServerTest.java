// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ValkeyServerTest {
    @AutoClose
    private final ValkeyServer server = ValkeyServer.started();

    @Test
    void servesOnLoopback() {
        assertThat(server.uri()).isEqualTo("valkey://127.0.0.1:" + server.port());
        assertThat(server.command("PING")).isEqualTo("PONG");
    }

    @Test
    void readsEveryKindOfReply() {
        assertThat(server.command("SET", "k", "v")).isEqualTo("OK");
        assertThat(server.command("INCR", "n")).isEqualTo(1L);
        assertThat(server.command("MGET", "k", "none")).asInstanceOf(LIST).containsExactly("v", null);
        assertThat(server.command("GET", "none")).isNull();
        assertThatExceptionOfType(ServerErrorException.class)
                .isThrownBy(() -> server.command("INCR", "k"))
                .withMessageStartingWith("ERR value is not an integer");
    }

    @Test
    void passesEveryByte() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        server.command("SET".getBytes(US_ASCII), all, all);
        assertThat((String) server.command("GET".getBytes(US_ASCII), all)).isEqualTo(new String(all, ISO_8859_1));
    }

    @Test
    void canBeKilledAndStartedAgainOnItsPort() {
        int port = server.port();
        server.command("SET", "k", "v");
        server.kill();
        assertThat(server.isAlive()).isFalse();
        assertThatThrownBy(() -> server.command("PING")).isInstanceOf(UncheckedIOException.class);
        server.start();
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.command("EXISTS", "k")).isEqualTo(0L);
    }

    @Test
    void keepsItsFilesWhenItIsKilled() {
        try (var durable = ValkeyServer.builder()
                .config("appendonly", "yes")
                .config("appendfsync", "always")
                .start()) {
            durable.command("SET", "k", "v");
            durable.kill();
            durable.start();
            assertThat(durable.command("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void endsWhenAskedTo() {
        server.stop();
        assertThat(server.isAlive()).isFalse();
        server.start();
        assertThat(server.command("PING")).isEqualTo("PONG");
    }

    @Test
    void answersNothingWhilePausedAndAllAfterwards() {
        try (var connection = server.connect()) {
            server.pause();
            connection.send("INCR", "n");
            assertThat(server.isAlive()).isTrue();
            assertThat(connection.hasReplyWithin(Duration.ofMillis(200))).isFalse();
            server.resume();
            assertThat(connection.reply()).isEqualTo(1L);
        }
    }

    @Test
    void canBeKilledWhilePaused() {
        server.pause();
        server.kill();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void canBeStoppedWhilePaused() {
        server.pause();
        server.stop();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void refusesToStartTwice() {
        assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("running already");
    }

    @Test
    void refusesToKillWhatDoesNotRun() {
        server.kill();
        assertThatIllegalStateException().isThrownBy(server::kill).withMessageContaining("not running");
    }

    @Test
    void takesDirectives() {
        try (var small = ValkeyServer.builder()
                .config("maxmemory", "64mb")
                .config("maxmemory-policy", "volatile-lru")
                .start()) {
            assertThat(small.info("maxmemory")).isEqualTo("67108864");
            assertThat(small.info("maxmemory_policy")).isEqualTo("volatile-lru");
        }
    }

    @Test
    void namesAFieldThatInfoLacks() {
        assertThatThrownBy(() -> server.info("no_such_field"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no_such_field");
    }

    @Test
    void showsTheLogOfAServerThatDoesNotStart() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        ValkeyServer.builder().config("no-such-directive", "x").start())
                .withMessageContaining("has ended")
                .withMessageContaining("no-such-directive");
    }

    @Test
    void refusesAValueThatALineCannotCarry() {
        assertThatThrownBy(() -> ValkeyServer.builder().config("requirepass", "a\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character")
                .hasMessageNotContaining("a\nb");
    }

    @Test
    void asksForAPasswordAndKeepsItsOwnWayIn() {
        try (var guarded = ValkeyServer.builder().password("pa \"ss\\word").start();
                var stranger = RespConnection.open(guarded.host(), guarded.port())) {
            assertThatThrownBy(() -> stranger.command("PING")).hasMessageStartingWith("NOAUTH");
            assertThat(stranger.command("AUTH", "pa \"ss\\word")).isEqualTo("OK");
            assertThat(guarded.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void knowsUsers() {
        try (var guarded = ValkeyServer.builder()
                        .user("default", "off")
                        .user("reader", "on", ">secret", "~dedup:*", "+get")
                        .start();
                var reader = RespConnection.open(guarded.host(), guarded.port())) {
            assertThat(reader.command("AUTH", "reader", "secret")).isEqualTo("OK");
            assertThat(reader.command("GET", "dedup:k")).isNull();
            assertThatThrownBy(() -> reader.command("GET", "other")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> reader.command("SET", "dedup:k", "v")).hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void copiesItsPrimaryAndCanBePromoted() {
        try (var primary = ValkeyServer.builder().password("secret").start();
                var replica = ValkeyServer.builder().replicaOf(primary).start()) {
            primary.command("SET", "k", "v");
            replica.awaitUntil("copied", () -> "v".equals(replica.command("GET", "k")));
            assertThatThrownBy(() -> replica.command("SET", "k", "w")).hasMessageStartingWith("READONLY");
            primary.kill();
            replica.promote();
            assertThat(replica.command("SET", "k", "w")).isEqualTo("OK");
        }
    }

    @Test
    void knowsWhetherTheServerWasBuiltWithTls() {
        if (ValkeyServer.isTlsCapable()) {
            servesWithTlsOnly();
        } else {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ValkeyServer.builder().tls().start())
                    .withMessageContaining("tls-");
        }
    }

    @Test
    void hasNoCertificatesWithoutTls() {
        assertThatIllegalStateException().isThrownBy(server::certificates).withMessageContaining("without tls()");
    }

    @Test
    void tellsWhatItIsWithoutAPath() {
        assertThat(ValkeyServer.description())
                .matches("(valkey|redis)-server \\d+\\.\\d+(\\.\\d+)? \\(.*\\)")
                .doesNotContain("/");
    }

    @Test
    void leavesNothing() {
        var directory = TestDirectory.create();
        var process = ValkeyFinder.found().process(directory, List.of("--port", "0"));
        process.start();
        process.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(directory.path()).doesNotExist();
    }

    private static void servesWithTlsOnly() {
        try (var secure = ValkeyServer.builder().tls().start();
                var plain = RespConnection.open(secure.host(), secure.port())) {
            assertThat(secure.uri()).startsWith("valkeys://");
            assertThat(secure.command("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> plain.command("PING")).isInstanceOf(UncheckedIOException.class);
            var stranger = TestCertificates.create().clientContext().getSocketFactory();
            assertThatThrownBy(() -> {
                        try (var connection = RespConnection.open(stranger, secure.host(), secure.port())) {
                            connection.command("PING");
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("PKIX");
        }
    }
}

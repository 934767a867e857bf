// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RespConnectionTest {
    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private final RespConnection connection = SERVER.connect();

    @Test
    void readsRepliesInTheOrderOfTheCommands() {
        connection.send("SET", "a", "1");
        connection.send("INCR", "a");
        connection.send("GET", "a");
        assertThat(connection.reply()).isEqualTo("OK");
        assertThat(connection.reply()).isEqualTo(2L);
        assertThat(connection.reply()).isEqualTo("2");
    }

    @Test
    void goesOnAfterAnError() {
        assertThatThrownBy(() -> connection.command("NO-SUCH-COMMAND")).isInstanceOf(ServerErrorException.class);
        assertThat(connection.command("PING")).isEqualTo("PONG");
    }

    @Test
    void isLoggedIn() {
        assertThat(connection.command("ACL", "WHOAMI")).isEqualTo(ControlUser.NAME);
        try (var stranger = RespConnection.open(SERVER.host(), SERVER.port())) {
            assertThat(stranger.command("ACL", "WHOAMI")).isEqualTo("default");
        }
    }

    @Test
    void namesWhereNobodyListens() {
        int port = FreePorts.next();
        assertThatThrownBy(() -> RespConnection.open(Loopback.HOST, port))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void failsWhenTheServerDies() {
        try (var mortal = ValkeyServer.started();
                var lonely = mortal.connect()) {
            mortal.kill();
            assertThatThrownBy(lonely::reply)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("broke");
            assertThatThrownBy(() -> lonely.command("PING")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void saysWhenNoReplyComes() {
        try (var deaf = ValkeyServer.started();
                var waiting = deaf.connect()) {
            deaf.pause();
            assertThatThrownBy(() -> waiting.command("PING"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no reply in 10000 ms");
        }
    }
}

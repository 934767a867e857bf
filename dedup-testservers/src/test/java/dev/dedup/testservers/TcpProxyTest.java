// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static dev.dedup.testservers.TcpProxy.containing;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpProxyTest {
    private static final byte[] LOADING = "-LOADING not yet\r\n".getBytes(US_ASCII);
    private static final Duration A_WHILE = Duration.ofMillis(200);
    private static final int LONG_MS = 20_000;

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(SERVER.host(), SERVER.port());

    @AutoClose
    private final RespConnection client = RespConnection.open(proxy.host(), proxy.port());

    @BeforeEach
    void empty() {
        SERVER.command("FLUSHALL");
    }

    @Test
    void passesBytesBothWays() {
        String large = "x".repeat(1_000_000);
        client.command("SET", "k", large);
        assertThat(client.command("GET", "k")).isEqualTo(large);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(proxy.cuts()).isZero();
    }

    @Test
    void leadsNewConnectionsElsewhereAndLeavesOpenOnes() {
        client.command("SET", "k", "v");
        try (var other = ValkeyServer.started()) {
            proxy.pointTo(other.host(), other.port());
            assertThat(client.command("GET", "k")).isEqualTo("v");
            try (var next = RespConnection.open(proxy.host(), proxy.port())) {
                assertThat(next.command("GET", "k")).isNull();
            }
        }
    }

    @Test
    void losesARequestBeforeTheServerHasIt() {
        var fault = proxy.once(containing("SET"), ProxyAction.dropRequest());
        assertCut(() -> client.command("SET", "k", "v"));
        fault.await();
        assertThat(SERVER.command("EXISTS", "k")).isEqualTo(0L);
        assertThat(proxy.cuts()).isEqualTo(1);
    }

    @Test
    void losesAnAnswerAfterTheServerHasApplied() {
        var fault = proxy.once(containing("SET"), ProxyAction.dropAnswer());
        assertCut(() -> client.command("SET", "k", "v"));
        fault.await();
        assertThat(fault.times()).isEqualTo(1);
        assertThat(SERVER.command("GET", "k")).isEqualTo("v");
        assertThat(proxy.cuts()).isEqualTo(1);
    }

    @Test
    void endsAnAnswerWithoutAReset() {
        var fault = proxy.once(containing("GET"), ProxyAction.endAnswer(2));
        client.command("SET", "k", "value");
        assertThatThrownBy(() -> client.command("GET", "k")).rootCause().hasMessage("the server closed it");
        fault.await();
        assertThat(fault.times()).isEqualTo(1);
        assertThat(proxy.cuts()).isZero();
    }

    @Test
    void takesOnlyWhatTheRuleNamesAndOnlyAsOftenAsItSays() {
        proxy.times(2, containing("SET"), ProxyAction.answerInstead(LOADING));
        assertThat(client.command("PING")).isEqualTo("PONG");
        assertThatThrownBy(() -> client.command("SET", "k", "v")).hasMessage("LOADING not yet");
        assertThatThrownBy(() -> client.command("SET", "k", "v")).hasMessage("LOADING not yet");
        assertThat(SERVER.command("EXISTS", "k")).isEqualTo(0L);
        assertThat(client.command("SET", "k", "v")).isEqualTo("OK");
    }

    @Test
    void goesOnUntilCancelled() {
        var fault = proxy.always(request -> true, ProxyAction.answerInstead(LOADING));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> client.command("PING")).isInstanceOf(ServerErrorException.class);
        }
        assertThat(fault.times()).isEqualTo(5);
        fault.cancel();
        assertThat(client.command("PING")).isEqualTo("PONG");
    }

    @Test
    void putsOtherBytesInThePlaceOfAnAnswer() {
        proxy.once(containing("SET"), ProxyAction.replaceAnswer(LOADING));
        assertThatThrownBy(() -> client.command("SET", "k", "v")).hasMessage("LOADING not yet");
        assertThat(SERVER.command("GET", "k")).isEqualTo("v");
        assertThat(client.command("GET", "k")).isEqualTo("v");
    }

    @Test
    void answersInTurn() {
        byte[] standIn = "ECHO now\r\n".getBytes(US_ASCII);
        byte[] serversAnswer = "$3\r\nnow\r\n".getBytes(US_ASCII);
        proxy.once(containing("SET"), ProxyAction.answerInTurn(standIn, serversAnswer, LOADING));
        client.send("BLPOP", "list", "0");
        Waiting.until(
                "the server blocks the client",
                () -> String.valueOf(SERVER.command("INFO", "clients")).contains("blocked_clients:1"));
        client.send("SET", "k", "v");
        SERVER.command("RPUSH", "list", "first");
        assertThat(client.reply()).isEqualTo(List.of("list", "first"));
        assertThatThrownBy(client::reply).hasMessage("LOADING not yet");
        assertThat(SERVER.command("EXISTS", "k")).isEqualTo(0L);
        assertThat(client.command("PING")).isEqualTo("PONG");
    }

    @Test
    void cutsAnAnswerAtAByte() throws IOException {
        SERVER.command("SET", "k", "value");
        var fault = proxy.once(containing("GET"), ProxyAction.truncateAnswer(6));
        try (var raw = new Socket(proxy.host(), proxy.port())) {
            raw.getOutputStream().write("GET k\r\n".getBytes(US_ASCII));
            assertThat(untilReset(raw.getInputStream())).isEqualTo("$5\r\nva");
        }
        fault.await();
    }

    /** Of an answer of eleven bytes. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0.45, 5", "0.5, 6", "0.999999, 10"})
    void cutsAnAnswerAnywhere(double fraction, int passed) throws IOException {
        SERVER.command("SET", "k", "value");
        var fault = proxy.once(containing("GET"), ProxyAction.truncateAnswerAt(fraction));
        try (var raw = new Socket(proxy.host(), proxy.port())) {
            raw.getOutputStream().write("GET k\r\n".getBytes(US_ASCII));
            assertThat(untilReset(raw.getInputStream())).isEqualTo("$5\r\nvalue\r\n".substring(0, passed));
        }
        fault.await();
    }

    @Test
    void endsAnAnswerAnywhere() throws IOException {
        proxy.once(containing("PING"), ProxyAction.endAnswerAt(0.5));
        try (var raw = new Socket(proxy.host(), proxy.port())) {
            raw.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            assertThat(untilReset(raw.getInputStream())).isEqualTo("+PON and an end");
        }
    }

    @Test
    void letsAnAnswerPassThatIsNotLongerThanTheCut() {
        var fault = proxy.once(containing("PING"), ProxyAction.truncateAnswer("+PONG\r\n".length()));
        assertThat(client.command("PING")).isEqualTo("PONG");
        assertThat(fault.times()).isZero();
        assertCut(() -> client.command("PING"));
        assertThat(fault.times()).isEqualTo(1);
    }

    @Test
    void holdsAnAnswerBackUntilItIsReleased() {
        var fault = proxy.once(containing("SET"), ProxyAction.holdAnswer());
        client.send("SET", "k", "v");
        fault.await();
        assertThat(SERVER.command("GET", "k")).isEqualTo("v");
        assertThat(client.hasReplyWithin(A_WHILE)).isFalse();
        fault.release();
        assertThat(client.reply()).isEqualTo("OK");
    }

    @ParameterizedTest
    @MethodSource
    void holdsTheRestOfAnAnswerBackTimeAfterTime(ProxyAction afterThreeBytes) throws IOException {
        try (var socket = new Socket(proxy.host(), proxy.port())) {
            socket.setSoTimeout(LONG_MS);
            for (int time = 0; time < 2; time++) {
                var fault = proxy.once(containing("PING"), afterThreeBytes);
                socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
                assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("+PO");
                fault.await();
                assertThat(socket.getInputStream().available()).isZero();
                fault.release();
                assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("NG\r\n");
            }
        }
    }

    static Stream<ProxyAction> holdsTheRestOfAnAnswerBackTimeAfterTime() {
        return Stream.of(ProxyAction.holdAnswer(3), ProxyAction.holdAnswerAt(0.4));
    }

    @Test
    void cutsAConnectionWhoseAnswerIsHeldBack() {
        var fault = proxy.once(containing("SET"), ProxyAction.holdAnswer());
        client.send("SET", "k", "v");
        fault.await();
        proxy.cutAll();
        assertCut(client::reply);
    }

    @Test
    void refusesNewConnectionsOnlyUntilItAcceptsAgain() {
        client.command("PING");
        proxy.refuse();
        assertThatThrownBy(() -> RespConnection.open(proxy.host(), proxy.port()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("refused");
        assertThat(client.command("PING")).isEqualTo("PONG");
        proxy.accept();
        try (var second = RespConnection.open(proxy.host(), proxy.port())) {
            assertThat(second.command("PING")).isEqualTo("PONG");
        }
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void cutsAllConnections() {
        try (var second = RespConnection.open(proxy.host(), proxy.port())) {
            client.command("PING");
            second.command("PING");
            proxy.cutAll();
            assertCut(() -> client.command("PING"));
            assertCut(() -> second.command("PING"));
        }
        assertThat(proxy.cuts()).isEqualTo(2);
    }

    @Test
    void resetsTheClientOfAServerThatIsNotThere() {
        try (var nowhere = TcpProxy.to(Loopback.HOST, FreePorts.next())) {
            assertThatThrownBy(() -> {
                        try (var stranded = RespConnection.open(nowhere.host(), nowhere.port())) {
                            stranded.command("PING");
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void endsTheClientsConnectionWithTheServers() {
        client.command("PING");
        assertThat(client.command("QUIT")).isEqualTo("OK");
        assertCut(() -> client.command("PING"));
        assertThat(proxy.cuts()).isZero();
    }

    @Test
    void refusesANegativeCut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.endAnswer(-1))
                .withMessage("an answer cannot be cut at byte -1; give 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.holdAnswer(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.truncateAnswer(-1))
                .withMessageContaining("-1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesAFractionThatCutsNothing(double fraction) {
        String message = "an answer cannot be cut at a fraction of " + fraction + "; give 0 or more, and less than 1";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.endAnswerAt(fraction))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.holdAnswerAt(fraction))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAction.truncateAnswerAt(fraction))
                .withMessage(message);
    }

    private static void assertCut(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(UncheckedIOException.class).hasMessageContaining("broke");
    }

    private static String untilReset(InputStream in) throws IOException {
        var text = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
            return text + " and an end";
        } catch (SocketException e) {
            return text.toString();
        }
    }
}

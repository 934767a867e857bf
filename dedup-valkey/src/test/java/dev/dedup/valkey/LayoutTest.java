// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimRequest.FOREVER;
import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on the wire and in the server, byte for byte: other versions and other languages rely on it. */
class LayoutTest {
    private static final Fingerprint FIRST = Fingerprint.fromHex("000102030405060708090a0b0c0d0eff");
    private static final Fingerprint SECOND = Fingerprint.fromHex("0d0a240d0a2a0d0affffffffffffffff");
    private static final String FIRST_KEY =
            "d:\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u00ff";
    private static final String SECOND_KEY = "d:\r\n$\r\n*\r\n\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff";
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private static final ValkeyServer SERVER = ValkeyServer.started();

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(SERVER.host(), SERVER.port());

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private ValkeyClaimStore store;
    private Asker asker;

    @BeforeEach
    void open() {
        SERVER.command("FLUSHALL");
        store = ValkeyClaimStore.connect("valkey://" + proxy.host() + ":" + proxy.port());
        asker = new Asker(store, new ClaimToken(42), Duration.ofSeconds(10));
        proxy.always(this::isRecorded, ProxyAction.dropRequest());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void claimIsOneCommand() {
        asker.claim(List.of(FIRST), CONFIRMED, HOUR);

        assertThat(sent()).isEqualTo(set(FIRST_KEY, "42", "7", "3599999"));
    }

    @Test
    void leaseIsOneCommandWithAMarkedValue() {
        asker.claim(List.of(FIRST), LEASED, Duration.ofMillis(500));

        assertThat(sent()).isEqualTo(set(FIRST_KEY, "L42", "3", "499"));
    }

    @Test
    void claimWithoutAnEndHasNoExpiry() {
        asker.claim(List.of(FIRST), CONFIRMED, FOREVER);

        assertThat(sent())
                .isEqualTo("*5\r\n$3\r\nSET\r\n$18\r\n" + FIRST_KEY + "\r\n$2\r\n42\r\n$2\r\nNX\r\n$3\r\nGET\r\n");
    }

    @Test
    void batchIsItsClaimsOneAfterTheOther() {
        asker.claim(List.of(FIRST, SECOND), CONFIRMED, HOUR);

        assertThat(sent()).isEqualTo(set(FIRST_KEY, "42", "7", "3599999") + set(SECOND_KEY, "42", "7", "3599999"));
    }

    @Test
    void scriptIsSentByItsDigestAndByItsTextToAServerThatDoesNotKnowIt() {
        SERVER.command("SCRIPT", "FLUSH");
        asker.release(FIRST);
        String text = new String(Script.RELEASE.text(), ISO_8859_1);
        String digest = String.valueOf(SERVER.command("SCRIPT", "LOAD", text));
        String rest = "\r\n$1\r\n1\r\n$18\r\n" + FIRST_KEY + "\r\n$2\r\n42\r\n";

        assertThat(sent())
                .isEqualTo("*5\r\n$7\r\nEVALSHA\r\n$40\r\n" + digest + rest + "*5\r\n$4\r\nEVAL\r\n$" + text.length()
                        + "\r\n" + text + rest);
    }

    @Test
    void confirmedClaimIsKeptAsANumber() {
        new Asker(store, new ClaimToken(Long.MIN_VALUE), HOUR).claim(List.of(FIRST), CONFIRMED, HOUR);

        assertThat(SERVER.command("KEYS", "*")).isEqualTo(List.of(FIRST_KEY));
        assertThat(ask("GET")).isEqualTo("-9223372036854775808");
        assertThat(SERVER.command(bytes("OBJECT"), bytes("ENCODING"), bytes(FIRST_KEY)))
                .isEqualTo("int");
    }

    @Test
    void leaseBecomesANumberWhenItIsConfirmed() {
        asker.claim(List.of(FIRST), LEASED, HOUR);
        assertThat(ask("GET")).isEqualTo("L42");

        asker.confirm(FIRST);

        assertThat(ask("GET")).isEqualTo("42");
        assertThat(SERVER.command(bytes("OBJECT"), bytes("ENCODING"), bytes(FIRST_KEY)))
                .isEqualTo("int");
    }

    @Test
    void expiryIsTheLastMillisecondInWhichItIsHeld() {
        asker.claim(List.of(FIRST), CONFIRMED, HOUR);

        long expiry = (Long) ask("PEXPIRETIME");

        assertThat(asker.lookup(FIRST)
                        .flatMap(record -> record.expiresAt())
                        .orElseThrow()
                        .toEpochMilli())
                .isEqualTo(expiry + 1);
    }

    @Test
    void claimsOfOtherClientsInThisLayoutAreUnderstood() {
        SERVER.command(bytes("SET"), bytes(FIRST_KEY), bytes("L-7"), bytes("PX"), bytes("60000"));

        assertThat(asker.lookup(FIRST).orElseThrow())
                .returns(ClaimState.LEASED, record -> record.state())
                .returns(new ClaimToken(-7), record -> record.token());
        assertThat(new Asker(store, new ClaimToken(-7), HOUR.dividedBy(60)).confirm(FIRST))
                .isTrue();
    }

    private static String set(String key, String value, String digits, String milliseconds) {
        return "*7\r\n$3\r\nSET\r\n$18\r\n" + key + "\r\n$" + value.length() + "\r\n" + value
                + "\r\n$2\r\nNX\r\n$3\r\nGET\r\n$2\r\nPX\r\n$" + digits + "\r\n" + milliseconds + "\r\n";
    }

    private Object ask(String command) {
        return Objects.requireNonNull(SERVER.command(bytes(command), bytes(FIRST_KEY)));
    }

    private String sent() {
        synchronized (sent) {
            return sent.toString(ISO_8859_1);
        }
    }

    /** A rule that takes nothing sees everything. */
    private boolean isRecorded(byte[] piece) {
        synchronized (sent) {
            sent.writeBytes(piece);
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}

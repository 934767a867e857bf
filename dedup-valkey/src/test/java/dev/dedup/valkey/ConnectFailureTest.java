// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.TestCertificates;
import dev.dedup.testservers.ValkeyServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong at the start is said in clear words, with host and port and without the password. */
class ConnectFailureTest {
    private static final String PASSWORD = "s3cret";
    private static final Duration SHORT = Duration.ofMillis(300);

    @AutoClose
    private static final ValkeyServer SERVER =
            ValkeyServer.builder().password(PASSWORD).start();

    @AutoClose
    private static final ValkeyServer TLS_SERVER =
            Tls.addTo(ValkeyServer.builder()).password(PASSWORD).start();

    @Test
    void wrongPassword() {
        assertPermanent("valkey://:wrong@127.0.0.1:" + SERVER.port(), SERVER.port())
                .hasMessageContaining("refuses the user or the password (WRONGPASS");
    }

    @Test
    void wrongUser() {
        assertPermanent("valkey://nobody:" + PASSWORD + "@127.0.0.1:" + SERVER.port(), SERVER.port())
                .hasMessageContaining("refuses the user or the password (WRONGPASS");
    }

    @Test
    void noPassword() {
        assertPermanent("valkey://127.0.0.1:" + SERVER.port(), SERVER.port())
                .hasMessageContaining("asks for a password and got none; set user and password (NOAUTH");
    }

    @Test
    void tlsToAPlainPort() {
        String url = "valkeys://:" + PASSWORD + "@127.0.0.1:" + SERVER.port();
        assertThat(failure(ValkeyClaimStore.builder().url(url).connectTimeout(SHORT)))
                .hasMessageStartingWith(
                        "valkey 127.0.0.1:" + SERVER.port() + ": connect failed: no answer within PT0.3S")
                .hasMessageContaining("is it a port without TLS? Then use valkey://")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void plainToATlsPort() {
        Tls.assume();
        assertFails("valkey://:" + PASSWORD + "@127.0.0.1:" + TLS_SERVER.port(), TLS_SERVER.port())
                .hasMessageContaining("is it a TLS port? Then use valkeys://");
    }

    @Test
    void strangersCertificate() {
        Tls.assume();
        String url = "valkeys://:" + PASSWORD + "@127.0.0.1:" + TLS_SERVER.port();
        assertPermanent(url, TLS_SERVER.port())
                .hasMessageContaining("TLS cannot be set up")
                .hasMessageContaining("give its file by ?ca=");
        assertPermanent(url + "?ca=" + TestCertificates.create().authorityFile(), TLS_SERVER.port())
                .hasMessageContaining("TLS cannot be set up");
    }

    @Test
    void tlsToAServerOfAnotherProtocol() throws IOException {
        try (CannedServer web = new CannedServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertPermanent("valkeys://:" + PASSWORD + "@127.0.0.1:" + web.port(), web.port())
                    .hasMessageContaining("the server does not speak TLS on this port");
        }
    }

    @Test
    void fileOfCertificatesThatIsNotThere() {
        String url = "valkeys://:" + PASSWORD + "@127.0.0.1:" + TLS_SERVER.port() + "?ca=no-such-file.pem";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValkeyClaimStore.connect(url))
                .withMessage("The URL of a Valkey store has ca=no-such-file.pem, where no file can be read;"
                        + " give a file of certificates in PEM form");
    }

    @Test
    void fileThatHoldsNoCertificates(@TempDir Path directory) throws IOException {
        Tls.assume();
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");
        assertPermanent("valkeys://:" + PASSWORD + "@127.0.0.1:" + TLS_SERVER.port() + "?ca=" + file, TLS_SERVER.port())
                .hasMessageContaining("TLS cannot be set up");
    }

    @Test
    void unknownHost() {
        assertRetryable("valkey://:" + PASSWORD + "@no-such-host.invalid:6379")
                .hasMessageStartingWith("valkey no-such-host.invalid:6379: connect failed: ")
                .hasMessageContaining("the host name is not known; check the URL");
    }

    @Test
    void nobodyListens() throws IOException {
        int port = closedPort();
        assertRetryable("valkey://:" + PASSWORD + "@127.0.0.1:" + port)
                .hasMessageStartingWith("valkey 127.0.0.1:" + port + ": connect failed: nobody listens there")
                .hasMessageContaining("check host and port, and whether the server runs");
    }

    @Test
    void nobodyAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ValkeyClaimStoreBuilder builder = ValkeyClaimStore.builder()
                    .url("valkey://:" + PASSWORD + "@127.0.0.1:" + silent.getLocalPort())
                    .connectTimeout(SHORT);

            assertThat(failure(builder))
                    .hasMessageContaining("127.0.0.1:" + silent.getLocalPort())
                    .hasMessageContaining("no answer within PT0.3S; check host, port and firewall")
                    .hasMessageNotContaining(PASSWORD)
                    .returns(true, StoreException::isRetryable);
        }
    }

    @Test
    void protectedMode() throws IOException {
        String denied = "-DENIED Running in protected mode because protected mode is enabled and no password is set.";
        try (CannedServer server = new CannedServer(denied + "\r\n")) {
            assertPermanent("valkey://127.0.0.1:" + server.port(), server.port())
                    .hasMessageContaining("takes no connection from another host until it has a password")
                    .hasMessageContaining("(DENIED Running in protected mode");
        }
    }

    @Test
    void webServer() throws IOException {
        try (CannedServer web = new CannedServer("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")) {
            assertFails("valkey://:" + PASSWORD + "@127.0.0.1:" + web.port(), web.port())
                    .hasMessageContaining("no Valkey");
        }
    }

    @Test
    void serverOfAnotherProtocol() throws IOException {
        try (CannedServer mail = new CannedServer("220 mail ready\r\n")) {
            assertFails("valkey://:" + PASSWORD + "@127.0.0.1:" + mail.port(), mail.port())
                    .hasMessageContaining("no Valkey");
        }
    }

    @Test
    void serverThatHangsUp() throws IOException {
        try (CannedServer gone = new CannedServer("")) {
            assertFails("valkey://:" + PASSWORD + "@127.0.0.1:" + gone.port(), gone.port())
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void broughtClientWithAWrongPassword() {
        RedisClient client = RedisClient.create("redis://:wrong@127.0.0.1:" + SERVER.port());
        assertThat(failure(ValkeyClaimStore.builder().client(client)))
                .hasMessageContaining("valkey (the application's client): connect failed")
                .hasMessageContaining("WRONGPASS")
                .returns(false, StoreException::isRetryable);
        client.shutdown();
    }

    @Test
    void broughtClusterClientToASingleServer() {
        RedisClusterClient client = RedisClusterClient.create("redis://:" + PASSWORD + "@127.0.0.1:" + SERVER.port());
        assertThat(failure(ValkeyClaimStore.builder().client(client)))
                .hasMessageContaining("valkey cluster (the application's client): connect failed")
                .hasMessageContaining("cluster support disabled")
                .hasMessageNotContaining(PASSWORD)
                .returns(false, StoreException::isRetryable);
        client.shutdown();
    }

    @Test
    void broughtClusterClientToNobody() throws IOException {
        int port = closedPort();
        RedisClusterClient client = RedisClusterClient.create("redis://:" + PASSWORD + "@127.0.0.1:" + port);
        assertThat(failure(ValkeyClaimStore.builder().client(client)))
                .hasMessageContaining("nobody listens there")
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageNotContaining(PASSWORD)
                .returns(true, StoreException::isRetryable);
        client.shutdown();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static AbstractThrowableAssert<?, StoreException> assertPermanent(String url, int port) {
        return assertFails(url, port).returns(false, StoreException::isRetryable);
    }

    private static AbstractThrowableAssert<?, StoreException> assertFails(String url, int port) {
        return assertThat(failure(ValkeyClaimStore.builder().url(url)))
                .hasMessageStartingWith("valkey 127.0.0.1:" + port + ": connect failed: ")
                .hasMessageNotContaining(PASSWORD);
    }

    private static AbstractThrowableAssert<?, StoreException> assertRetryable(String url) {
        return assertThat(failure(ValkeyClaimStore.builder().url(url)))
                .hasMessageNotContaining(PASSWORD)
                .returns(true, StoreException::isRetryable);
    }

    private static StoreException failure(ValkeyClaimStoreBuilder builder) {
        return catchThrowableOfType(StoreException.class, () -> builder.build().close());
    }
}

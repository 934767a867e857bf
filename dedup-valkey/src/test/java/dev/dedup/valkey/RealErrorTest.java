// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.RespConnection;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is brought into the condition which it then complains of. */
class RealErrorTest {
    private static final String PASSWORD = "s3cret";

    @AutoClose
    private final ValkeyServer server = ValkeyServer.builder()
            .user("app", "on", ">" + PASSWORD, "~*", "+@all")
            .start();

    @AutoClose
    private final TcpProxy proxy = TcpProxy.to(server.host(), server.port());

    private ValkeyClaimStore store;
    private Asker asker;

    @BeforeEach
    void open() {
        store = ValkeyClaimStore.connect("valkey://app:" + PASSWORD + "@" + proxy.host() + ":" + proxy.port());
        asker = new Asker(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void fullServerRefusesNewClaimsAndKeepsOldOnes() {
        Fingerprint held = Posts.fresh();
        Fingerprint leased = Posts.fresh();
        asker.claim(held);
        asker.lease(leased);
        configure("maxmemory", "1");

        assertRetryable("at its maxmemory", "OOM");
        assertThat(asker.lookup(held)).isPresent();
        assertThat(asker.forget(held)).isTrue();
        assertThat(asker.release(leased)).isTrue();
        Retries.assertClaimedAfter(() -> configure("maxmemory", "0"), store);
    }

    @Test
    void primaryThatBecameAReplicaIsAskedAnewUntilItIsAPrimary() {
        try (ValkeyServer other = ValkeyServer.started()) {
            server.command("REPLICAOF", other.host(), Integer.toString(other.port()));

            assertRetryable("this node is a replica since a fail-over", "READONLY");
            Retries.assertClaimedAfter(server::promote, store);
        }
    }

    @Test
    void replicaThatHasLostItsPrimaryIsAskedAnew() {
        configure("replica-serve-stale-data", "no");
        server.command("REPLICAOF", "127.0.0.1", "1");

        assertThatThrownBy(() -> asker.lookup(Posts.fresh()))
                .hasMessageContaining("a replica that has lost its primary")
                .hasMessageContaining("(MASTERDOWN");
        Retries.assertClaimedAfter(server::promote, store);
    }

    @Test
    void primaryWithoutEnoughReplicasIsAskedAnew() {
        configure("min-replicas-to-write", "1");

        assertRetryable("too few replicas in reach", "NOREPLICAS");
        Retries.assertClaimedAfter(() -> configure("min-replicas-to-write", "0"), store);
    }

    @Test
    void serverThatIsBusyWithAScriptIsAskedAnew() {
        configure("busy-reply-threshold", "10");
        try (RespConnection somebody = server.connect()) {
            somebody.send("EVAL", "while true do end", "0");

            assertRetryable("a script of somebody's has been running", "BUSY");
            Retries.assertClaimedAfter(() -> server.command("SCRIPT", "KILL"), store);
        }
    }

    @Test
    void permissionThatIsTakenAwayIsAPermanentFailure() {
        server.command("ACL", "SETUSER", "app", "-set");

        assertPermanent(Posts.fresh(), "access rules do not let this user do it", "NOPERM");

        server.command("ACL", "SETUSER", "app", "+set");
        assertThat(asker.claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void passwordThatIsTakenAwayIsNoVerdict() {
        Fingerprint post = Posts.fresh();
        server.command("ACL", "SETUSER", "app", "resetpass");
        server.command("CLIENT", "KILL", "USER", "app");

        // The reason is known once a new connection was refused, and its end is sometimes seen before the refusal is.
        StoreException failure = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> asker.within(Duration.ofSeconds(1)).failureOfClaim(post),
                        next -> String.valueOf(next.getMessage()).contains("WRONGPASS"));
        assertThat(failure)
                .hasMessageStartingWith("valkey 127.0.0.1:" + proxy.port()
                        + ": claim failed: no answer within 1000 ms; the connection to" + " 127.0.0.1:" + proxy.port()
                        + " was lost and cannot be made again: the server refuses the user or the password (WRONGPASS")
                .hasMessageNotContaining(PASSWORD)
                .returns(true, StoreException::isRetryable);

        server.command("ACL", "SETUSER", "app", ">" + PASSWORD);
        assertThat(asker.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void keyOfAnotherTypeIsNoClaim() {
        Fingerprint post = Posts.fresh();
        server.command(bytes("LPUSH"), key(post), bytes("x"));

        assertThat(asker.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("holds something that is no claim")
                        .hasMessageContaining("WRONGTYPE")
                        .returns(false, StoreException::isRetryable));
        assertThat(server.command(bytes("LLEN"), key(post))).isEqualTo(1L);
    }

    @Test
    void valueOfAnotherMakeIsNoClaimAndIsNotShown() {
        Fingerprint post = Posts.fresh();
        server.command(bytes("SET"), key(post), bytes("private words"));

        assertThat(asker.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining(post + ": its key holds a value of 13 bytes that is no claim")
                        .hasMessageNotContaining("private")
                        .returns(false, StoreException::isRetryable));
        assertThat(server.command(bytes("GET"), key(post))).isEqualTo("private words");
    }

    @Test
    void claimOfALaterLayoutNamesBothLayoutsAndIsLeftAlone() {
        Fingerprint post = Posts.fresh();
        server.command(bytes("SET"), key(post), bytes("v2:whatever"));

        assertThat(asker.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining(
                                "a claim of record layout 2, and this version reads layout 1; upgrade dedup here")
                        .returns(false, StoreException::isRetryable));
        assertThat(server.command(bytes("GET"), key(post))).isEqualTo("v2:whatever");
    }

    @Test
    void oneKeyThatIsNoClaimLeavesTheRestOfItsBatchAlone() {
        var posts = Posts.fresh(100);
        server.command(bytes("LPUSH"), key(posts.get(50)), bytes("x"));
        asker.other().claim(posts.get(51));

        var answers = asker.claim(posts, CONFIRMED, Asker.HOLD);

        assertThat(Asker.failures(answers)).hasSize(1);
        assertThat(answers.failure(50)).hasMessageContaining("WRONGTYPE");
        assertThat(answers.value(51)).isEqualTo(DUPLICATE);
        assertThat(answers.value(99)).isEqualTo(CLAIMED);
    }

    private void assertRetryable(String meaning, String code) {
        assertThat(asker.failureOfClaim(Posts.fresh()))
                .hasMessageContaining(meaning)
                .hasMessageContaining("(" + code)
                .hasMessageNotContaining(PASSWORD)
                .returns(true, StoreException::isRetryable);
    }

    private void assertPermanent(Fingerprint post, String meaning, String code) {
        assertThat(asker.failureOfClaim(post))
                .hasMessageContaining(meaning)
                .hasMessageContaining("(" + code)
                .hasMessageNotContaining(PASSWORD)
                .returns(false, StoreException::isRetryable);
    }

    private void configure(String directive, String value) {
        server.command("CONFIG", "SET", directive, value);
    }

    private static byte[] key(Fingerprint post) {
        return KeyPrefix.DEFAULT.key(post);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}

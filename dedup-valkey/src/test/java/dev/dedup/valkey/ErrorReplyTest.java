// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers instead of an answer is never a verdict. */
class ErrorReplyTest {
    private static final String PASSWORD = "s3cret";

    @AutoClose
    private static final ValkeyServer SERVER =
            ValkeyServer.builder().password(PASSWORD).start();

    @AutoClose
    private static final TcpProxy PROXY = TcpProxy.to(SERVER.host(), SERVER.port());

    private static final ValkeyClaimStore STORE =
            ValkeyClaimStore.connect("valkey://:" + PASSWORD + "@" + PROXY.host() + ":" + PROXY.port());

    @AfterAll
    static void close() {
        STORE.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OOM command not allowed when used memory > 'maxmemory'.    | at its maxmemory and takes no new claims
            LOADING Valkey is loading the dataset in memory            | reading its data
            READONLY You can't write against a read only replica.      | a replica since a fail-over
            CLUSTERDOWN The cluster is down                            | a part of the cluster has no primary
            MASTERDOWN Link with MASTER is down                        | a replica that has lost its primary
            BUSY Valkey is busy running a script.                      | a script of somebody's has been running
            TRYAGAIN Multiple keys request during rehashing of slot    | slot is being moved
            NOREPLICAS Not enough good replicas to write.              | too few replicas in reach
            MISCONF Errors writing to the AOF file: No space left      | cannot save its data
            MOVED 3999 127.0.0.1:6381                                  | the cluster is being changed
            ASK 3999 127.0.0.1:6381                                    | the cluster is being changed
            """)
    void passingErrorIsRetryable(String error, String meaning) {
        assertEveryOperationFails(error, meaning, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOAUTH Authentication required.                                       | asks for a password and got none
            WRONGPASS invalid username-password pair or user is disabled.         | refuses the user or the password
            NOPERM User app has no permissions to run the 'set' command           | access rules do not let this user
            WRONGTYPE Operation against a key holding the wrong kind of value     | holds something that is no claim
            ERR unknown command 'SET', with args beginning with:                  | the server answered with an error
            SOMETHINGNEW                                                          | the server answered with an error
            NOSCRIPT No matching script.                                          | the server answered with an error
            """)
    void lastingErrorIsPermanent(String error, String meaning) {
        assertEveryOperationFails(error, meaning, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OOM",
                "LOADING",
                "READONLY",
                "CLUSTERDOWN",
                "MASTERDOWN",
                "BUSY",
                "TRYAGAIN",
                "NOREPLICAS",
                "MISCONF"
            })
    void errorThatPassesWithinTheDeadlineCostsNoPost(String code) {
        Fingerprint post = Posts.fresh();
        Fault fault = PROXY.once(Wire.about(post), answer(code + " for now"));
        Deduplicator<Fingerprint> deduplicator = Deduplicator.forItems(STORE.shared(), (Fingerprint item) -> item)
                .deadline(Duration.ofSeconds(30))
                .build();

        assertThat(deduplicator.tryClaim(post)).isTrue();

        assertThat(fault.times()).isEqualTo(1);
    }

    private static void assertEveryOperationFails(String error, String meaning, boolean retryable) {
        Fingerprint post = Posts.fresh();
        Fault fault = PROXY.always(Wire.about(post), answer(error));

        assertThat(new Asker(STORE).failuresOfEveryOperation(post))
                .hasSize(5)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageStartingWith("valkey 127.0.0.1:" + PROXY.port() + ": ")
                        .hasMessageContaining(meaning)
                        .hasMessageContaining("(" + error + ")")
                        .hasMessageNotContaining(PASSWORD)
                        .returns(retryable, StoreException::isRetryable));

        fault.cancel();
        assertThat(new Asker(STORE).claim(post)).isEqualTo(CLAIMED);
    }

    /** In turn: the store itself asks for the end of the connection to a replica, and has that answered first. */
    private static ProxyAction answer(String error) {
        return ProxyAction.answerInTurn(
                "ECHO in-place\r\n".getBytes(US_ASCII),
                "$8\r\nin-place\r\n".getBytes(US_ASCII),
                ("-" + error + "\r\n").getBytes(US_ASCII));
    }
}

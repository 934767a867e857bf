// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where passwords come from may be down; that passes, and is said. */
class PasswordSupplierTest {
    private static final String PASSWORD = "s3cret";

    @AutoClose
    private static final ValkeyServer SERVER =
            ValkeyServer.builder().password(PASSWORD).start();

    @Test
    void aSupplierThatThrowsIsARetryableFailureToConnect() {
        assertThat(failure(PasswordSupplierTest::broken))
                .hasMessageEndingWith("connect failed: no password could be had: the token service is down")
                .returns(true, StoreException::isRetryable);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void noPasswordIsAFailureToo() {
        assertThat(failure(() -> null))
                .hasMessageEndingWith("connect failed: no password could be had: the supplier gave none")
                .returns(true, StoreException::isRetryable);
        assertThat(failure(() -> ""))
                .hasMessageEndingWith("connect failed: no password could be had: the supplier gave an empty one")
                .returns(true, StoreException::isRetryable);
    }

    @Test
    void aSupplierThatThrowsLaterIsSaidUntilItGivesAgain() {
        AtomicReference<Supplier<String>> supplier = new AtomicReference<>(() -> PASSWORD);
        try (ValkeyClaimStore store = ValkeyClaimStore.builder()
                .url(SERVER.uri())
                .password(() -> Objects.requireNonNull(supplier.get()).get())
                .build()) {
            Asker impatient = new Asker(store).within(Duration.ofMillis(200));
            supplier.set(PasswordSupplierTest::broken);
            SERVER.command("CLIENT", "KILL", "TYPE", "normal");

            Awaitility.await()
                    .untilAsserted(() -> assertThat(impatient.failureOfClaim(Posts.fresh()))
                            .hasMessageContaining(
                                    "cannot be made again: no password could be had: the token service is down"));

            supplier.set(() -> PASSWORD);
            assertThat(new Asker(store).claim(Posts.fresh())).isEqualTo(CLAIMED);
        }
    }

    private static String broken() {
        throw new IllegalStateException("the token service is down");
    }

    private static StoreException failure(Supplier<String> supplier) {
        return catchThrowableOfType(
                StoreException.class,
                () -> ValkeyClaimStore.builder()
                        .url(SERVER.uri())
                        .password(supplier)
                        .build()
                        .close());
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.LogRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool that a store makes for itself. */
class PoolTest {
    private final Tenant tenant = Tenant.fresh();

    @Test
    void connectingChangesNoSettingOfTheWholeJvm() {
        int before = DriverManager.getLoginTimeout();
        DriverManager.setLoginTimeout(77);
        try {
            tenant.open().close();

            assertThat(DriverManager.getLoginTimeout()).isEqualTo(77);
        } finally {
            DriverManager.setLoginTimeout(before);
        }
    }

    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void serverThatTakesConnectionsAndNeverAnswersIsAFailure() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "postgresql://u:" + Tenant.PASSWORD + "@127.0.0.1:" + silent.getLocalPort() + "/d";

            assertThatThrownBy(() -> PostgresClaimStore.connect(url + "?sslmode=disable&connectTimeout=1"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failure -> assertThat(failure.isRetryable()).isTrue())
                    .hasMessageContaining("connect failed")
                    .hasMessageContaining("timed out")
                    .hasMessageNotContaining(Tenant.PASSWORD);
        }
    }

    @Test
    void logOfThePoolHasNoSecret() {
        try (LogRecorder log = LogRecorder.of("com.zaxxer.hikari")) {
            PostgresClaimStore.connect(tenant.url() + "?createSchema=true&sslpassword=key-s3cret")
                    .close();

            assertThat(log.messages())
                    .anySatisfy(message -> assertThat(message).contains("dataSource"))
                    .noneSatisfy(message -> assertThat(message).contains(Tenant.PASSWORD))
                    .noneSatisfy(message -> assertThat(message).contains("key-s3cret"));
        }
    }
}

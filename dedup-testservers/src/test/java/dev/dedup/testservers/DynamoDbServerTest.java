// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DynamoDbServerTest {
    @Test
    void servesUntilItIsClosed() throws IOException {
        var server = DynamoDbServer.started();
        var requests = new DynamoDbRequests(server.host(), server.port());
        try (server) {
            requests.createTable();
            requests.put("YWJj");
            assertThat(requests.get("YWJj")).contains("\"YWJj\"");
            assertThat(server.endpoint()).hasHost(server.host()).hasPort(server.port());
            assertThat(server.description()).startsWith("DynamoDB Local");
        }
        assertThatThrownBy(() -> requests.get("YWJj")).isInstanceOf(IOException.class);
    }

    @Test
    void keepsItsTablesOnDiskWhereItIsTold() throws IOException {
        try (var server = DynamoDbServer.durable()) {
            var requests = new DynamoDbRequests(server.host(), server.port());
            requests.createTable();
            requests.put("YWJj");
            server.kill();
            server.start();
            assertThat(requests.get("YWJj")).contains("\"YWJj\"");
        }
    }

    @Test
    void losesItsTablesWithItsProcessOtherwise() throws IOException {
        try (var server = DynamoDbServer.started()) {
            var requests = new DynamoDbRequests(server.host(), server.port());
            requests.createTable();
            server.kill();
            server.start();
            assertThat(requests.get("YWJj")).contains("ResourceNotFoundException");
        }
    }

    @Test
    void doesNotStartTwice() {
        try (var server = DynamoDbServer.started()) {
            assertThatIllegalStateException().isThrownBy(server::start).withMessageContaining("is running already");
        }
    }
}

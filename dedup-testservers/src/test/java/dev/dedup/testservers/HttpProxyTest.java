// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static dev.dedup.testservers.TcpProxy.containing;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole requests and answers of HTTP, to a real server. */
class HttpProxyTest {
    @AutoClose
    private static final DynamoDbServer SERVER = DynamoDbServer.started();

    private static final DynamoDbRequests DIRECT = new DynamoDbRequests(SERVER.host(), SERVER.port());

    @AutoClose
    private final TcpProxy proxy = TcpProxy.toHttp(SERVER.host(), SERVER.port());

    private final DynamoDbRequests client = new DynamoDbRequests(proxy.host(), proxy.port());

    @BeforeAll
    static void createTable() throws IOException {
        DIRECT.createTable();
    }

    @Test
    void passesRequestsAndAnswers() throws IOException {
        client.put("cGFzcw==");
        assertThat(client.get("cGFzcw==")).contains("cGFzcw==");
        assertThat(proxy.accepted()).as("connections of two requests").isEqualTo(1);
    }

    @Test
    void answersInTheServersPlace() throws IOException {
        proxy.once(containing("PutItem"), ProxyAction.answerInstead(HttpMessage.answer(500, "{\"no\": 1}")));
        assertThat(client.send("PutItem", "{}")).isEqualTo("{\"no\": 1}");
        assertThat(client.get("bm9uZQ=="))
                .as("the next request on the same connection")
                .isEqualTo("{}");
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void choosesByTheBodyToo() throws IOException {
        proxy.once(containing("b25lYQ=="), ProxyAction.answerInstead(HttpMessage.answer(400, "chosen")));
        assertThat(client.get("b3RoZQ==")).isEqualTo("{}");
        assertThat(client.get("b25lYQ==")).isEqualTo("chosen");
    }

    @Test
    void losesAnAnswerAfterTheServerHasApplied() throws IOException {
        var fault = proxy.once(containing("PutItem"), ProxyAction.dropAnswer());
        assertThatThrownBy(() -> client.put("bG9zdA==")).isInstanceOf(IOException.class);
        fault.await();
        assertThat(DIRECT.get("bG9zdA==")).contains("bG9zdA==");
    }

    @Test
    void losesARequestBeforeTheServerHasIt() throws IOException {
        proxy.once(containing("PutItem"), ProxyAction.dropRequest());
        assertThatThrownBy(() -> client.put("bmV2ZXI=")).isInstanceOf(IOException.class);
        assertThat(DIRECT.get("bmV2ZXI=")).isEqualTo("{}");
    }

    @Test
    void losesTheEndOfAnAnswer() throws IOException {
        DIRECT.put("aGFsZg==");
        var fault = proxy.once(containing("GetItem"), ProxyAction.dropLastByte());
        assertThatThrownBy(() -> client.get("aGFsZg==")).isInstanceOf(IOException.class);
        assertThat(fault.times()).isEqualTo(1);
        assertThat(client.get("aGFsZg==")).contains("aGFsZg==");
    }

    @Test
    void holdsAnAnswerBack() throws IOException {
        DIRECT.put("aG9sZA==");
        var fault = proxy.once(containing("GetItem"), ProxyAction.holdAnswer());
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.get("aG9sZA==");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        fault.await();
        assertThat(answer).isNotDone();
        fault.release();
        assertThat(answer.join()).contains("aG9sZA==");
    }

    @Test
    void readsOneMessageAtATime() throws IOException {
        var stream = new ByteArrayInputStream(
                "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\nHTTP/1.1 2".getBytes(US_ASCII));
        assertThat(read(stream)).isEqualTo("POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc");
        assertThat(read(stream)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
        assertThat(read(stream)).as("what there is of the last").isEqualTo("HTTP/1.1 2");
        assertThat(read(stream)).isEmpty();
    }

    private static String read(ByteArrayInputStream stream) throws IOException {
        return new String(HttpMessage.read(stream), US_ASCII);
    }
}

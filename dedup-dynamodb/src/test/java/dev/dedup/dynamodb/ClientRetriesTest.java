// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** A client of the application's repeats requests by itself, which the store does not see. */
class ClientRetriesTest {
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbAsyncClient client = Local.client(Local.endpoint(proxy))
            .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.forRetryMode(RetryMode.STANDARD)))
            .build();

    @AutoClose
    private final DynamoDbClaimStore store =
            DynamoDbClaimStore.builder().table(Local.table()).client(client).build();

    private final Asker mine = new Asker(store);

    @Test
    void putWhoseAnswerWasLostFindsItself() {
        Fault loss = proxy.once(Wire.of("PutItem"), ProxyAction.dropAnswer());

        assertThat(mine.claim(post)).as("in one call").isEqualTo(CLAIMED);

        assertThat(loss.times()).as("answers lost").isEqualTo(1);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void putThatIsRepeatedOverAnErrorFindsItself() {
        proxy.once(
                Wire.of("PutItem"),
                ProxyAction.replaceAnswer(HttpMessage.answer(
                        500, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\"}")));

        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void repetitionsEndWithTheTimeOfTheRequest() {
        Fault silence = proxy.always(Wire.of("PutItem"), ProxyAction.holdAnswer());

        assertThat(mine.within(Duration.ofMillis(400)).failureOfClaim(post)).returns(true, StoreException::isRetryable);

        assertThat(silence.times()).as("puts that were sent").isEqualTo(1);
        silence.cancel();
        silence.release();
        assertThat(mine.claim(post)).isEqualTo(CLAIMED);
    }

    /** As an application makes it that sets nothing: it repeats a put up to nine times, with pauses. */
    @Test
    void clientOfTheDefaultsRepeatsAndFindsItself() {
        try (var defaults = Local.unconfigured(Local.endpoint(proxy)).build();
                var another = DynamoDbClaimStore.builder()
                        .table(Local.table())
                        .client(defaults)
                        .build()) {
            Fault losses = proxy.always(Wire.of("PutItem"), ProxyAction.dropAnswer());
            CompletableFuture<Verdict> claim = Together.start(() -> new Asker(another).claim(post));
            await().until(() -> losses.times() > 1);
            losses.cancel();

            assertThat(claim.join()).isEqualTo(CLAIMED);
            assertThat(new Asker(another).claim(post)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void enhancedClientIsTakenToo() {
        var enhanced =
                DynamoDbEnhancedAsyncClient.builder().dynamoDbClient(client).build();
        try (var another = DynamoDbClaimStore.builder()
                .table(Local.table())
                .client(enhanced)
                .build()) {
            assertThat(new Asker(another).claim(post)).isEqualTo(CLAIMED);
        }
        assertThat(mine.claim(post)).as("the client is still open").isEqualTo(CLAIMED);
    }
}

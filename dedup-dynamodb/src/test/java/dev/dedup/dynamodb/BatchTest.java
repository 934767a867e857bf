// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Many requests at once, and a bound on how many. */
class BatchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String table = Local.table();
    private final Operations operations = new Operations();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbAsyncClient client = Local.client(Local.endpoint(proxy))
            .overrideConfiguration(
                    all -> all.addExecutionInterceptor(operations).retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();

    @Test
    void failureOfOneLeavesTheOthersAlone() {
        List<Fingerprint> posts = Posts.fresh(30);
        proxy.once(Wire.of("PutItem", posts.get(7)), Wire.error(500, "InternalServerError"));
        proxy.once(Wire.of("PutItem", posts.get(19)), Wire.error(400, "AccessDeniedException"));

        Answers<Verdict> answers = new Asker(store(8)).claim(posts, CONFIRMED, LONG);

        assertThat(IntStream.range(0, 30).filter(i -> answers.failure(i) != null))
                .containsExactly(7, 19);
        assertThat(IntStream.range(0, 30).filter(i -> answers.value(i) == CLAIMED))
                .hasSize(28);
    }

    @Test
    void neverAreMoreUnderWayThanAllowedOverAllCalls() {
        DynamoDbClaimStore store = store(5);
        operations.forget();

        List<CompletableFuture<Answers<Verdict>>> batches =
                Stream.generate(() -> claim(store, Posts.fresh(40))).limit(4).toList();

        assertThat(batches)
                .allSatisfy(batch -> assertThat(Asker.values(batch.join())).containsOnly(CLAIMED));
        assertThat(operations.count("PutItem")).as("one request for each claim").isEqualTo(160);
        assertThat(operations.mostUnderWay()).isEqualTo(5);
    }

    @Test
    void verdictsOfABatchOfSeveralTokensAreThoseOfSingles() {
        DynamoDbClaimStore store = store(16);
        List<Fingerprint> posts = Posts.fresh(300);
        new Asker(store).claim(posts.subList(100, 200));

        List<Verdict> verdicts = new Asker(store).claim(posts);

        assertThat(verdicts.subList(0, 100)).containsOnly(CLAIMED);
        assertThat(verdicts.subList(100, 200)).containsOnly(DUPLICATE);
        assertThat(verdicts.subList(200, 300)).containsOnly(CLAIMED);
    }

    @Test
    void whatStillWaitsWhenTheTimeIsOverIsNeverSent() {
        DynamoDbClaimStore store = store(1);
        List<Fingerprint> posts = Posts.fresh(3);
        Fault silence = proxy.once(Wire.of("PutItem"), ProxyAction.holdAnswer());

        Answers<Verdict> answers =
                new Asker(store).within(Duration.ofMillis(300)).claim(posts, CONFIRMED, LONG);

        assertThat(Asker.failures(answers)).hasSize(3);
        silence.release();
        assertThat(new Asker(store).lookup(posts.get(2)))
                .as("asked behind all of them")
                .isEmpty();
        assertThat(operations.count("PutItem")).as("puts that were sent").isEqualTo(1);
    }

    @Test
    void answersInTimeAreKeptWhenOthersAreLate() {
        List<Fingerprint> posts = Posts.fresh(20);
        Fault silence = proxy.once(Wire.of("PutItem", posts.get(3)), ProxyAction.holdAnswer());

        Answers<Verdict> answers =
                new Asker(store(4)).within(Duration.ofSeconds(4)).claim(posts, CONFIRMED, LONG);

        assertThat(IntStream.range(0, 20).filter(i -> answers.failure(i) != null))
                .containsExactly(3);
        silence.release();
    }

    @Test
    void closedStoreDropsWhatWaits() {
        DynamoDbClaimStore store = store(1);
        List<Fingerprint> posts = Posts.fresh(3);
        Fault silence = proxy.once(Wire.of("PutItem"), ProxyAction.holdAnswer());
        var answers = claim(store, posts);
        silence.await();

        store.close();
        silence.release();

        Answers<Verdict> settled = answers.join();
        assertThat(settled.value(0)).as("what was under way").isEqualTo(CLAIMED);
        assertThat(Asker.failures(settled))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("the store is closed"));
    }

    /** It tells whoever waits at once, and not when the time of a request that nobody answers is over. */
    @Test
    void storeWithAClientOfItsOwnTellsWhoeverWaits() {
        DynamoDbClaimStore own =
                Local.builder(table, Local.endpoint(proxy)).concurrency(1).build();
        Fault silence = proxy.once(Wire.of("PutItem"), ProxyAction.holdAnswer());
        var held = claim(own, Posts.fresh(1));
        silence.await();
        var waiting = claim(own, Posts.fresh(2));

        own.close();

        assertThat(Asker.failures(waiting.join()))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("the store is closed"));
        silence.release();
        assertThat(held).isNotNull();
    }

    /** A batch is as much as the requests under way can do in the time of an attempt. */
    @Test
    void batchesGrowWithTheConcurrency() {
        assertThat(store(1).maximumBatchSize()).isEqualTo(16);
        assertThat(store(32).maximumBatchSize()).isEqualTo(512);
        assertThat(store(512).maximumBatchSize()).isEqualTo(1_000);
    }

    @Test
    void requestsGoOnWhenOneHasFailed() {
        DynamoDbClaimStore store = store(2);
        proxy.always(Wire.of("PutItem"), Wire.error(500, "InternalServerError"));
        Asker asker = new Asker(store);

        assertThat(Asker.failures(asker.claim(Posts.fresh(50), CONFIRMED, LONG)))
                .hasSize(50);

        Awaitility.await().until(() -> asker.lookup(Posts.fresh()).isEmpty());
    }

    private static CompletableFuture<Answers<Verdict>> claim(DynamoDbClaimStore store, List<Fingerprint> posts) {
        return store.claim(new ClaimRequest(posts, new Asker(store).token(), CONFIRMED, LONG, LONG))
                .toCompletableFuture();
    }

    private DynamoDbClaimStore store(int concurrency) {
        return DynamoDbClaimStore.builder()
                .table(table)
                .client(client)
                .concurrency(concurrency)
                .build();
    }
}

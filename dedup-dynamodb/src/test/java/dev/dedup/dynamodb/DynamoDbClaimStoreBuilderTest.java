// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

class DynamoDbClaimStoreBuilderTest {
    private final DynamoDbClaimStoreBuilder builder = DynamoDbClaimStore.builder();

    @Test
    void urlSetsAllThatItSays() {
        String table = Local.newName();
        String url = "dynamodb://" + table + "?region=" + Local.REGION + "&endpoint=" + Local.SERVER.endpoint()
                + "&createTable=true&readFirst=true&eventuallyConsistent=true&concurrency=7&deletionProtection=false";

        try (var store = builder.url(url).credentials(Local.CREDENTIALS).build()) {
            Fingerprint post = Posts.fresh();
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
            assertThat(new Asker(store).claim(post)).isEqualTo(DUPLICATE);
            assertThat(store.name())
                    .isEqualTo("dynamodb table " + table + " in eu-west-1 at " + Local.SERVER.endpoint());
        }
    }

    @Test
    void clientThatIsBroughtStaysOpenAndNamesTheStore() {
        String table = Local.table();
        var store = builder.table(table).client(Local.CLIENT).build();
        store.close();

        assertThat(store.name()).contains(table, Local.REGION);
        assertThat(Local.CLIENT.listTables().join().tableNames()).contains(table);
    }

    @Test
    void clockThatIsSetDecidesOnExpiry() {
        ManualClock clock = new ManualClock();
        Fingerprint post = Posts.fresh();
        try (var store = Local.builder(Local.table()).clock(clock).build()) {
            new Asker(store).claim(List.of(post), ClaimState.CONFIRMED, Duration.ofMillis(5));
            assertThat(new Asker(store).claim(post)).isEqualTo(DUPLICATE);
            clock.advance(Duration.ofMillis(5));
            assertThat(new Asker(store).claim(post)).isEqualTo(CLAIMED);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "2, 32", "4, 64", "16, 256", "64, 512", "1000, 512"})
    void concurrencyFollowsTheProcessors(int processors, int concurrency) {
        assertThat(DynamoDbClaimStoreBuilder.concurrencyFor(processors)).isEqualTo(concurrency);
    }

    @Test
    void storeNeedsATable() {
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("has no table");
    }

    @Test
    void clientAndItsSettingsExcludeEachOther() {
        builder.table("posts").client(Local.CLIENT);

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.region("eu-west-1").build())
                .withMessageContaining("has a client, and beside it a Region");
    }

    @Test
    void eventuallyConsistentReadsNeedReads() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.table("posts").eventuallyConsistent().build())
                .withMessageContaining("add readFirst");
    }

    @Test
    void optionsOfANewTableNeedCreateTable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.table("posts").pointInTimeRecovery().build())
                .withMessageContaining("add createTable");
        assertThatIllegalStateException()
                .isThrownBy(() -> DynamoDbClaimStore.builder()
                        .table("posts")
                        .deletionProtection()
                        .build())
                .withMessageContaining("add createTable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a post", "posts/today", "arn:aws:dynamodb:eu-west-1:1:table/posts"})
    void nameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.table(name))
                .withMessageContaining("'" + name + "'; it has 3 to 255 of the characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EU West", "eu_west_1", "eu-west-1.example.com"})
    void regionThatIsNoneIsRefused(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.region(region))
                .withMessageContaining("The AWS Region is '" + region + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "ftp://localhost", "http:///posts", "http://me:Sesame@localhost:8000"})
    void endpointThatIsNoneIsRefused(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.endpoint(URI.create(endpoint)))
                .withMessageContaining("write it like http://localhost:8000")
                .withMessageNotContaining("Sesame");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001})
    void concurrencyOutOfRangeIsRefused(int concurrency) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.concurrency(concurrency))
                .withMessage("The concurrency is " + concurrency + "; it is a number from 1 to 10000");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks may do
    void nullIsRefusedAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> builder.url(null));
        assertThatNullPointerException().isThrownBy(() -> builder.table(null));
        assertThatNullPointerException().isThrownBy(() -> builder.region(null));
        assertThatNullPointerException().isThrownBy(() -> builder.endpoint(null));
        assertThatNullPointerException().isThrownBy(() -> builder.credentials(null));
        assertThatNullPointerException().isThrownBy(() -> builder.clock(null));
        assertThatNullPointerException().isThrownBy(() -> builder.client((DynamoDbAsyncClient) null));
        assertThatNullPointerException().isThrownBy(() -> builder.client((DynamoDbEnhancedAsyncClient) null));
    }

    @Test
    void addressWhereNobodyListensIsTold() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() ->
                        Local.builder("posts", URI.create("http://127.0.0.1:1")).build())
                .withMessageContainingAll("dynamodb table posts in eu-west-1 at http://127.0.0.1:1", "refused")
                .withMessageNotContaining(Local.SECRET_KEY)
                .matches(StoreException::isRetryable);
    }

    /** As an unknown Region's does, whose host is in no name server. */
    @Test
    void hostThatIsUnknownIsTold() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Local.builder("posts", URI.create("https://dynamodb.mars-1.invalid"))
                        .build())
                .withMessageContainingAll(
                        "dynamodb.mars-1.invalid", "is not known; check Region, endpoint and the network");
    }

    @Test
    void credentialsThatCannotBeHadAreTold() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("no credentials today");
        };
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> builder.table("posts")
                        .region(Local.REGION)
                        .endpoint(Local.SERVER.endpoint())
                        .credentials(none)
                        .build())
                .withMessageContainingAll("posts", "no credentials today");
    }

    @Test
    void credentialsThatAreGivenStayOpen() {
        var given = new ClosableCredentials();
        Local.builder(Local.table()).credentials(given).build().close();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(
                        () -> Local.builder("posts-missing").credentials(given).build());

        assertThat(given.closings).hasValue(0);
        assertThat(given.resolutions).hasPositiveValue();
    }

    /** The SDK's own ways to name an endpoint, of which the environment's is {@code AWS_ENDPOINT_URL_DYNAMODB}. */
    @Test
    void endpointThatTheSdkFindsNamesTheStore() {
        System.setProperty("aws.endpointUrlDynamoDb", "http://me:Sesame@127.0.0.1:1/local");
        try {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> builder.table("posts")
                            .region(Local.REGION)
                            .credentials(Local.CREDENTIALS)
                            .build())
                    .withMessageContaining("dynamodb table posts in eu-west-1 at http://127.0.0.1:1: ")
                    .withMessageNotContaining("Sesame");
        } finally {
            System.clearProperty("aws.endpointUrlDynamoDb");
        }
    }

    @Test
    void retentionBeyondTheNumberFormatIsRefused() {
        try (var store = Local.builder(Local.table()).build()) {
            Duration tooLong = Duration.ofMillis(1L << 62).plusMillis(1);
            Asker asker = new Asker(store);

            assertThat(Asker.failures(asker.claim(List.of(Posts.fresh()), ClaimState.CONFIRMED, tooLong)))
                    .singleElement()
                    .satisfies(failure -> assertThat(failure)
                            .hasMessageContainingAll("a hold of " + tooLong, "over the limit", "use forever()")
                            .returns(false, StoreException::isRetryable));
            assertThat(Asker.values(
                            asker.claim(List.of(Posts.fresh()), ClaimState.CONFIRMED, Duration.ofMillis(1L << 62))))
                    .containsExactly(CLAIMED);
        }
    }

    /** As a provider is that keeps a client to get new credentials by. */
    private static final class ClosableCredentials implements AwsCredentialsProvider, AutoCloseable {
        private final AtomicInteger resolutions = new AtomicInteger();
        private final AtomicInteger closings = new AtomicInteger();

        @Override
        public AwsCredentials resolveCredentials() {
            resolutions.incrementAndGet();
            return Local.CREDENTIALS.resolveCredentials();
        }

        @Override
        public void close() {
            closings.incrementAndGet();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;

/** Makes the client of a store that brings none. */
final class OwnClient {
    /** Below an attempt of the default deadline, so that another address can be tried. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(500);

    /** For whatever is asked before the first claim. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    /** Connections beyond those of the requests under way: one of a request that was given up takes a moment to close. */
    private static final int SPARE_CONNECTIONS = 8;

    private OwnClient() {}

    /** It repeats nothing by itself: the core does, with the same token, and says so. */
    static DynamoDbAsyncClient make(
            Region region, @Nullable URI endpoint, AwsCredentialsProvider credentials, int concurrency) {
        DynamoDbAsyncClientBuilder builder = DynamoDbAsyncClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(concurrency + SPARE_CONNECTIONS)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .tcpKeepAlive(true))
                .overrideConfiguration(
                        all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL_TIMEOUT));
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    static Region region(@Nullable String name, String table) {
        if (name != null) {
            return Region.of(name);
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw StoreException.permanent(
                    "dynamodb table " + table,
                    TableCheck.OPERATION,
                    "no AWS Region is named; give one, as in dynamodb://" + table
                            + "?region=eu-west-1, or set AWS_REGION, or one in a profile",
                    e);
        }
    }

    /** The credentials of the default chain, which must have some; it says itself which of its ways lacks what. */
    static AwsCredentialsProvider defaultCredentials(String store) {
        DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
        try {
            chain.resolveIdentity().join();
            return chain;
        } catch (SdkClientException | CompletionException e) {
            chain.close();
            Throwable failure = Failures.unwrapped(e);
            throw StoreException.permanent(
                    store,
                    TableCheck.OPERATION,
                    "no AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile, or give"
                            + " this machine a role: " + failure.getMessage(),
                    failure);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.TcpProxy;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * One server for all tests of this JVM, and a client that sees what is stored.
 *
 * <p>Tables that are made here have no TTL, so that what has expired stays, as it does for days in the service, and so that tests may
 * move their own clock.
 */
final class Local {
    static final String REGION = "eu-west-1";
    static final String ACCESS_KEY = "testkey";
    static final String SECRET_KEY = "Sesame-Secret-4711";
    static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));

    static final DynamoDbServer SERVER = DynamoDbServer.started();
    static final DynamoDbAsyncClient CLIENT = client(SERVER.endpoint()).build();

    private Local() {}

    /** Makes a table of claims without a TTL. */
    static String table() {
        return table(ItemLayout.KEY, ScalarAttributeType.B);
    }

    static String table(String key, ScalarAttributeType type) {
        return table(CLIENT, key, type);
    }

    static String table(DynamoDbAsyncClient client, String key, ScalarAttributeType type) {
        String name = newName();
        client.createTable(request -> request.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName(key)
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName(key)
                                .attributeType(type)
                                .build()))
                .join();
        return name;
    }

    static String newName() {
        return "posts-" + UUID.randomUUID();
    }

    static TcpProxy proxy() {
        return TcpProxy.toHttp(SERVER.host(), SERVER.port());
    }

    static URI endpoint(TcpProxy proxy) {
        return URI.create("http://" + proxy.host() + ":" + proxy.port());
    }

    /** A store with a client of its own. */
    static DynamoDbClaimStoreBuilder builder(String table, URI endpoint) {
        return DynamoDbClaimStore.builder()
                .table(table)
                .region(REGION)
                .endpoint(endpoint)
                .credentials(CREDENTIALS);
    }

    static DynamoDbClaimStoreBuilder builder(String table) {
        return builder(table, SERVER.endpoint());
    }

    /** A client that repeats nothing by itself. */
    static DynamoDbAsyncClientBuilder client(URI endpoint) {
        return unconfigured(endpoint).overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    /** A client with the SDK's defaults. */
    static DynamoDbAsyncClientBuilder unconfigured(URI endpoint) {
        return DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(CREDENTIALS);
    }

    /** What is stored under a key, expired or not; empty for nothing. */
    static Map<String, AttributeValue> stored(String table, Map<String, AttributeValue> key) {
        return CLIENT.getItem(request -> request.tableName(table).key(key).consistentRead(true))
                .join()
                .item();
    }
}

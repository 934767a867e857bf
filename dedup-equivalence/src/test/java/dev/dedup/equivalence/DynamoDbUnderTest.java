// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dedup.dynamodb.DynamoDbClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.TcpProxy;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A DynamoDB Local of its own with a table of claims, and the store on it.
 *
 * <p>The table has no TTL: what has expired stays, as it does for days in the service, and the clock here is moved, of which the server
 * knows nothing.
 */
final class DynamoDbUnderTest implements StoreUnderTest {
    private static final String TABLE = "posts";
    private static final String REGION = "eu-west-1";
    private static final String KEY = "k";
    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("testkey", "testsecret");

    private final ManualClock clock = new ManualClock();
    private final DynamoDbServer dynamoDb;
    private final TestServer server;

    private DynamoDbUnderTest(DynamoDbServer dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.server = TestServer.of(dynamoDb);
        createTable();
    }

    static StoreUnderTest start() {
        return new DynamoDbUnderTest(DynamoDbServer.started());
    }

    static StoreUnderTest startDurable() {
        return new DynamoDbUnderTest(DynamoDbServer.durable());
    }

    @Override
    public StoreKind kind() {
        return StoreKind.DYNAMODB;
    }

    @Override
    public ClaimStore open() {
        return open(dynamoDb.endpoint());
    }

    @Override
    public ClaimStore open(TcpProxy proxy) {
        return open(endpoint(proxy));
    }

    @Override
    public String url() {
        return url(dynamoDb.endpoint());
    }

    @Override
    public String url(TcpProxy proxy) {
        return url(endpoint(proxy));
    }

    @Override
    public List<String> jvmOptions() {
        return List.of(
                "-Daws.accessKeyId=" + CREDENTIALS.accessKeyId(),
                "-Daws.secretAccessKey=" + CREDENTIALS.secretAccessKey());
    }

    @Override
    public ContractClock clock() {
        return clock;
    }

    @Override
    public TestServer server() {
        return server;
    }

    @Override
    public void close() {
        dynamoDb.close();
    }

    @Override
    public String toString() {
        return server.description();
    }

    private ClaimStore open(URI endpoint) {
        return DynamoDbClaimStore.builder()
                .table(TABLE)
                .region(REGION)
                .endpoint(endpoint)
                .credentials(StaticCredentialsProvider.create(CREDENTIALS))
                .clock(clock)
                .build();
    }

    private static URI endpoint(TcpProxy proxy) {
        return URI.create("http://" + proxy.host() + ":" + proxy.port());
    }

    private static String url(URI endpoint) {
        return "dynamodb://" + TABLE + "?region=" + REGION + "&endpoint="
                + URLEncoder.encode(endpoint.toString(), UTF_8);
    }

    private void createTable() {
        try (DynamoDbAsyncClient client = client()) {
            client.createTable(request -> request.tableName(TABLE)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .keySchema(KeySchemaElement.builder()
                                    .attributeName(KEY)
                                    .keyType(KeyType.HASH)
                                    .build())
                            .attributeDefinitions(AttributeDefinition.builder()
                                    .attributeName(KEY)
                                    .attributeType(ScalarAttributeType.B)
                                    .build()))
                    .join();
        }
    }

    private DynamoDbAsyncClient client() {
        return DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(dynamoDb.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .build();
    }
}

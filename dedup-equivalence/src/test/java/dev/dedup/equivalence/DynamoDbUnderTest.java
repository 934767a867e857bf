// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dedup.dynamodb.DynamoDbClaimStore;
import dev.dedup.dynamodb.DynamoDbClaimStoreBuilder;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.TcpProxy;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A DynamoDB Local of its own with a table of claims, and the store on it.
 *
 * <p>The clock is moved, and begins so far in the future that the table's TTL deletes nothing: what has expired stays, as it does for days
 * in the service.
 */
final class DynamoDbUnderTest implements StoreUnderTest {
    private static final String TABLE = "posts";
    private static final String REGION = "eu-west-1";
    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("testkey", "testsecret");

    private final ManualClock clock = new ManualClock(Instant.parse("2100-01-01T00:00:00Z"));
    private final DynamoDbServer dynamoDb;
    private final TestServer server;

    private DynamoDbUnderTest(DynamoDbServer dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.server = TestServer.of(dynamoDb);
        Opening.of(() -> builder(dynamoDb.endpoint()).createTable().build()).close();
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
    public ClaimStore openTuned() {
        return openTuned(dynamoDb.endpoint());
    }

    @Override
    public ClaimStore openOnRealClock() {
        return Opening.of(builder(dynamoDb.endpoint()).clock(InstantSource.system())::build);
    }

    @Override
    public ClaimStore open(TcpProxy proxy) {
        return open(endpoint(proxy));
    }

    @Override
    public ClaimStore openTuned(TcpProxy proxy) {
        return openTuned(endpoint(proxy));
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
    public Map<String, String> credentials() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", CREDENTIALS.accessKeyId(), "AWS_SECRET_ACCESS_KEY", CREDENTIALS.secretAccessKey());
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
        server.close().run();
    }

    @Override
    public String toString() {
        return server.description();
    }

    private ClaimStore open(URI endpoint) {
        return Opening.of(builder(endpoint)::build);
    }

    private ClaimStore openTuned(URI endpoint) {
        return Opening.of(builder(endpoint).readFirst()::build);
    }

    private DynamoDbClaimStoreBuilder builder(URI endpoint) {
        return DynamoDbClaimStore.builder()
                .table(TABLE)
                .region(REGION)
                .endpoint(endpoint)
                .credentials(StaticCredentialsProvider.create(CREDENTIALS))
                .clock(clock);
    }

    private static URI endpoint(TcpProxy proxy) {
        return URI.create("http://" + proxy.host() + ":" + proxy.port());
    }

    private static String url(URI endpoint) {
        return "dynamodb://" + TABLE + "?region=" + REGION + "&endpoint="
                + URLEncoder.encode(endpoint.toString(), UTF_8);
    }
}

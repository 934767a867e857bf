// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests to a DynamoDB Local without its SDK, in a table of one binary key. */
final class DynamoDbRequests {
    /** DynamoDB Local reads the name in it, and checks nothing. */
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=none";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    DynamoDbRequests(String host, int port) {
        endpoint = URI.create("http://" + host + ":" + port);
    }

    void createTable() throws IOException {
        send("CreateTable", """
                {"TableName": "posts", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "B"}]}""");
    }

    void put(String key) throws IOException {
        send("PutItem", "{\"TableName\": \"posts\", \"Item\": {\"k\": {\"B\": \"" + key + "\"}}}");
    }

    String get(String key) throws IOException {
        return send("GetItem", "{\"TableName\": \"posts\", \"Key\": {\"k\": {\"B\": \"" + key + "\"}}}");
    }

    String send(String operation, String json) throws IOException {
        var request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Authorization", AUTHORIZATION)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        }
    }
}

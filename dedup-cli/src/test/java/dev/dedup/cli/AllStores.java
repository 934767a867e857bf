// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.ValkeyServer;
import java.util.List;

/** A real server for every kind of store, and the URLs by which the command reaches them. */
final class AllStores implements AutoCloseable {
    private static final String KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    private final ValkeyServer valkey = ValkeyServer.started();
    private final PostgresServer postgres = PostgresServer.started();
    private final DynamoDbServer dynamoDb = DynamoDbServer.started();

    /** Starts all servers. */
    AllStores() {
        System.setProperty(KEY, "testkey");
        System.setProperty(SECRET_KEY, "Open-Sesame-4711");
    }

    ValkeyServer valkey() {
        return valkey;
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Returns the URLs of the memory, Valkey, PostgreSQL and DynamoDB, in this order. */
    List<String> urls() {
        return List.of(
                "memory:",
                valkey.uri(),
                postgres.uri(postgres.user(), postgres.password()) + "?createSchema=true",
                "dynamodb://compare?region=eu-west-1&createTable=true&endpoint=" + dynamoDb.endpoint());
    }

    @Override
    public void close() {
        System.clearProperty(KEY);
        System.clearProperty(SECRET_KEY);
        valkey.close();
        postgres.close();
        dynamoDb.close();
    }
}

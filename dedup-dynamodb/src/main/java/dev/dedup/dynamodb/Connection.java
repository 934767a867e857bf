// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * A client, and what it is used for.
 *
 * @param client is the store's own, or was brought
 * @param table is what it is asked about
 * @param failures name table, Region and endpoint
 * @param end closes the client, unless it was brought
 */
record Connection(DynamoDbAsyncClient client, String table, Failures failures, Runnable end) {
    static Connection by(DynamoDbAsyncClient brought, String table) {
        return of(brought, table, () -> {});
    }

    static Connection own(
            String table,
            @Nullable String region,
            @Nullable URI endpoint,
            @Nullable AwsCredentialsProvider given,
            int concurrency) {
        Region place = OwnClient.region(region, table);
        AwsCredentialsProvider credentials = given == null
                ? OwnClient.defaultCredentials(name(table, place, endpoint))
                : new BorrowedCredentials(given);
        DynamoDbAsyncClient own = OwnClient.make(place, endpoint, credentials, concurrency);
        return of(own, table, own::close);
    }

    /**
     * Looks at the table before the first claim.
     *
     * @param options of the table if it is to be made, else null
     * @param clock tells the time of day, or is null
     */
    void prepare(@Nullable NewTable options, @Nullable InstantSource clock) {
        var look = new TableLook(client, table, clock == null ? null : new ClockCheck(clock, failures.store()));
        var check = new TableCheck(look, failures);
        if (options == null) {
            check.run();
        } else {
            new TableMaker(look, check, failures, options).run();
        }
    }

    /** The client knows an endpoint that the SDK has found somewhere, too. */
    private static Connection of(DynamoDbAsyncClient client, String table, Runnable end) {
        var configuration = client.serviceClientConfiguration();
        URI endpoint = configuration.endpointOverride().orElse(null);
        return new Connection(client, table, new Failures(name(table, configuration.region(), endpoint)), end);
    }

    /** Without what else an address may have in it, such as a password. */
    private static String name(String table, Region region, @Nullable URI endpoint) {
        String place = "dynamodb table " + table + " in " + region.id();
        return endpoint == null ? place : place + " at " + endpoint.getScheme() + "://" + hostAndPort(endpoint);
    }

    private static String hostAndPort(URI endpoint) {
        return endpoint.getPort() < 0 ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
    }
}

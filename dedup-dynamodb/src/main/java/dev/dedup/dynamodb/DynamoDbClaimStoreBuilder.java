// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.spi.StoreException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * Sets up a {@link DynamoDbClaimStore}; for one thread. {@link #build()} may be called more than once.
 *
 * <p>It needs a table, by {@link #url(String)} or {@link #table(String)}. Unless a client is brought it makes one, for the Region and with
 * the credentials that it is given, or that the SDK finds.
 */
public final class DynamoDbClaimStoreBuilder {
    private static final int LEAST_CONCURRENCY = 32;
    private static final int CONCURRENCY_PER_PROCESSOR = 16;
    private static final int MOST_CONCURRENCY = 512;
    private static final int CONCURRENCY_LIMIT = 10_000;

    private static final InstantSource SYSTEM_CLOCK = InstantSource.system();
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    private @Nullable String table;
    private @Nullable String region;
    private @Nullable URI endpoint;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable DynamoDbAsyncClient client;
    private InstantSource clock = SYSTEM_CLOCK;
    private int concurrency = concurrencyFor(Runtime.getRuntime().availableProcessors());
    private boolean readsFirst;
    private boolean readsEventually;
    private boolean createsTable;
    private boolean recovers;
    private boolean isProtected;

    DynamoDbClaimStoreBuilder() {}

    /**
     * Says where the claims are, and sets the options that it has.
     *
     * <pre>{@code dynamodb://table[?option=value[&…]]}</pre>
     *
     * <p>The options are {@code region}, {@code endpoint}, {@code concurrency}, and, true or false, {@code readFirst},
     * {@code eventuallyConsistent}, {@code createTable}, {@code pointInTimeRecovery} and {@code deletionProtection}, with the meaning of the
     * methods of those names. There are no credentials in it: the SDK's default chain has them, or {@link #credentials(AwsCredentialsProvider)}.
     *
     * @param url the URL
     * @return this builder
     * @throws NullPointerException if the URL is null
     * @throws IllegalArgumentException if the URL is malformed, or an option is unknown or has no valid value; the message does not show
     *     the URL
     */
    public DynamoDbClaimStoreBuilder url(String url) {
        DynamoDbUrl parsed = DynamoDbUrl.parse(url);
        table = parsed.table();
        String namedRegion = parsed.option("region");
        if (namedRegion != null) {
            region(namedRegion);
        }
        String namedEndpoint = parsed.option("endpoint");
        if (namedEndpoint != null) {
            endpoint(endpoint(namedEndpoint));
        }
        Integer number = parsed.number("concurrency");
        if (number != null) {
            concurrency(number);
        }
        readsFirst |= parsed.isSet("readFirst");
        readsEventually |= parsed.isSet("eventuallyConsistent");
        createsTable |= parsed.isSet("createTable");
        recovers |= parsed.isSet("pointInTimeRecovery");
        isProtected |= parsed.isSet("deletionProtection");
        return this;
    }

    /**
     * Names the table. One table is one set of claims.
     *
     * @param table 3 to 255 of the characters that the service allows in a table's name
     * @return this builder
     * @throws NullPointerException if the name is null
     * @throws IllegalArgumentException if it is no name of a table
     */
    public DynamoDbClaimStoreBuilder table(String table) {
        this.table = TableName.checked(table);
        return this;
    }

    /**
     * Names the Region; without it, the SDK's default chain does ({@code AWS_REGION}, the profile, the machine).
     *
     * @param region such as {@code eu-west-1}
     * @return this builder
     * @throws NullPointerException if the name is null
     * @throws IllegalArgumentException if it cannot be the name of a Region
     */
    public DynamoDbClaimStoreBuilder region(String region) {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("The AWS Region is '" + region
                    + "'; its name is of lower-case letters, digits and '-', such as eu-west-1");
        }
        this.region = region;
        return this;
    }

    /**
     * Sends requests somewhere else than to the Region's own endpoint: to a VPC endpoint, or to DynamoDB Local.
     *
     * @param endpoint an {@code http} or {@code https} address with a host, and without a user
     * @return this builder
     * @throws NullPointerException if the address is null
     * @throws IllegalArgumentException if it is no such address
     */
    public DynamoDbClaimStoreBuilder endpoint(URI endpoint) {
        String scheme = endpoint.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme))
                || endpoint.getHost() == null
                || endpoint.getUserInfo() != null) {
            throw notAnEndpoint();
        }
        this.endpoint = endpoint;
        return this;
    }

    /**
     * Sets where credentials come from; by default the SDK's default chain.
     *
     * @param credentials the provider, which stays the caller's to close
     * @return this builder
     * @throws NullPointerException if the provider is null
     */
    public DynamoDbClaimStoreBuilder credentials(AwsCredentialsProvider credentials) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        return this;
    }

    /**
     * Sends requests by a client of the application's, which stays open when the store is closed.
     *
     * <p>It has a Region, credentials and an HTTP client with as many connections as {@link #concurrency(int)}. What it repeats by itself
     * stays within the time of the store's request; what {@link #build()} asks takes as long as the client lets it.
     *
     * @param client the client
     * @return this builder
     * @throws NullPointerException if the client is null
     */
    public DynamoDbClaimStoreBuilder client(DynamoDbAsyncClient client) {
        this.client = Objects.requireNonNull(client, "client");
        return this;
    }

    /**
     * Sends requests by the client beneath an enhanced client of the application's, which stays open when the store is closed. Its
     * extensions do not apply to claims.
     *
     * @param client the client
     * @return this builder
     * @throws NullPointerException if the client is null
     */
    public DynamoDbClaimStoreBuilder client(DynamoDbEnhancedAsyncClient client) {
        return client(client.dynamoDbAsyncClient());
    }

    /**
     * Sets the clock by which claims expire; by default the system's. All clients of one table need clocks that agree.
     *
     * @param clock the clock, which is read to the millisecond
     * @return this builder
     * @throws NullPointerException if the clock is null
     */
    public DynamoDbClaimStoreBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets how many requests to the service may be under way at once, over all calls; the others wait. By default 16 for each processor,
     * but at least 32 and at most 512.
     *
     * @param concurrency from 1 to 10,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public DynamoDbClaimStoreBuilder concurrency(int concurrency) {
        if (concurrency < 1 || concurrency > CONCURRENCY_LIMIT) {
            throw new IllegalArgumentException(
                    "The concurrency is " + concurrency + "; it is a number from 1 to " + CONCURRENCY_LIMIT);
        }
        this.concurrency = concurrency;
        return this;
    }

    /**
     * Has claims looked for by reads, at a fifth of the price of a write, before what is not found confirmed is written. It is cheaper when
     * more than a fifth of the posts are duplicates, and takes one more round trip for the others. Verdicts are the same.
     *
     * @return this builder
     */
    public DynamoDbClaimStoreBuilder readFirst() {
        readsFirst = true;
        return this;
    }

    /**
     * Has the reads of {@link #readFirst()} be eventually consistent, at a tenth of the price of a write: cheaper from a tenth of
     * duplicates. Only for posts that are never given back once they are confirmed.
     *
     * <p>Who wins is decided by the write, as ever. But a post that was confirmed, and then forgotten or released by somebody, may be told
     * to be a duplicate for as long as the service takes to show that everywhere, usually less than a second: whoever claims it in that
     * time, and never again, has lost it.
     *
     * @return this builder
     */
    public DynamoDbClaimStoreBuilder eventuallyConsistent() {
        readsEventually = true;
        return this;
    }

    /**
     * Has {@link #build()} make the table, with on-demand billing, and turn its TTL on, unless that has been done; where it has, no
     * permission to do so is needed. It waits until the table is ready, for two minutes at most.
     *
     * @return this builder
     */
    public DynamoDbClaimStoreBuilder createTable() {
        createsTable = true;
        return this;
    }

    /**
     * Has {@link #createTable()} turn point-in-time recovery on, which is billed by the size of the table.
     *
     * @return this builder
     */
    public DynamoDbClaimStoreBuilder pointInTimeRecovery() {
        recovers = true;
        return this;
    }

    /**
     * Has {@link #createTable()} protect a table that it makes from being deleted. One that is there keeps its setting.
     *
     * @return this builder
     */
    public DynamoDbClaimStoreBuilder deletionProtection() {
        isProtected = true;
        return this;
    }

    /**
     * Opens the store, and checks the table's key and TTL as far as the credentials may see them. Blocks until that is done; what may
     * pass, such as a throttle, is asked again for some seconds.
     *
     * <p>Unless a {@link #clock(InstantSource)} was set, the system's is compared with the service's, and a difference of 5 seconds or
     * more is logged as a warning.
     *
     * @return the store, which the caller closes
     * @throws IllegalStateException if there is no table, a client is brought beside a Region, an endpoint or credentials, or the options
     *     of a new table are set without {@link #createTable()}, or {@link #eventuallyConsistent()} without {@link #readFirst()}
     * @throws StoreException if no Region or no credentials are found, the service cannot be reached or refuses, there is no such table, it
     *     has another key, or its TTL is on another attribute; the message names table and Region, and no secret
     */
    public DynamoDbClaimStore build() {
        String name = table;
        if (name == null) {
            throw new IllegalStateException("A DynamoDB store has no table; give it one by url or table");
        }
        if (readsEventually && !readsFirst) {
            throw new IllegalStateException(
                    "A DynamoDB store has reads that are eventually consistent, and is not to read; add readFirst");
        }
        if ((recovers || isProtected) && !createsTable) {
            throw new IllegalStateException(
                    "A DynamoDB store has options of a new table and is not to make one; add createTable");
        }
        if (client != null && (region != null || endpoint != null || credentials != null)) {
            throw new IllegalStateException(
                    "A DynamoDB store has a client, and beside it a Region, an endpoint or credentials;"
                            + " set those of the client instead");
        }
        return open(
                client == null
                        ? Connection.own(name, region, endpoint, credentials, concurrency)
                        : Connection.by(client, name));
    }

    /** More than 32 keep two processors busy; the service's answers take some milliseconds, so many processors need more. */
    static int concurrencyFor(int processors) {
        return Math.max(LEAST_CONCURRENCY, Math.min(MOST_CONCURRENCY, CONCURRENCY_PER_PROCESSOR * processors));
    }

    private DynamoDbClaimStore open(Connection connection) {
        try {
            connection.prepare(
                    createsTable ? new NewTable(recovers, isProtected) : null, clock == SYSTEM_CLOCK ? clock : null);
            Table claims = new Table(
                    connection.client(),
                    new Requests(connection.table()),
                    clock,
                    new Gate(concurrency),
                    connection.failures());
            return new DynamoDbClaimStore(claims, look(), connection.end());
        } catch (RuntimeException | Error e) {
            connection.end().run();
            throw e;
        }
    }

    private Look look() {
        if (!readsFirst) {
            return Look.NONE;
        }
        return readsEventually ? Look.EVENTUALLY_CONSISTENT : Look.CONSISTENT;
    }

    private static URI endpoint(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw notAnEndpoint();
        }
    }

    private static IllegalArgumentException notAnEndpoint() {
        return new IllegalArgumentException(
                "The endpoint is no http:// or https:// address with a host and without a user;"
                        + " write it like http://localhost:8000");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.spi.StoreException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link ValkeyClaimStore}; for one thread.
 *
 * <p>It needs to know where the claims are: by {@link #url(String)}, or by a client of the application's own. Whether there is one
 * server or a cluster it finds out by itself.
 */
public final class ValkeyClaimStoreBuilder {
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_QUEUE_SIZE = 65_536;

    private @Nullable ValkeyUrl url;
    private @Nullable RedisClient client;
    private @Nullable RedisClusterClient clusterClient;
    private @Nullable String user;
    private @Nullable Supplier<String> password;
    private @Nullable SslOptions sslOptions;
    private @Nullable KeyPrefix prefix;
    private @Nullable Duration connectTimeout;
    private @Nullable Integer requestQueueSize;

    ValkeyClaimStoreBuilder() {}

    /**
     * Says where the claims are.
     *
     * <pre>{@code valkey://[[user]:password@]host[:port][,host[:port]…][?option=value[&…]]}</pre>
     *
     * <p>With {@code valkeys} the connection is encrypted, and the server's certificate is checked against its name. Several hosts
     * are nodes of one cluster, or Sentinels, and are tried in turn. Sentinels that ask for a password get the same user and password
     * as the servers. What is special in user and password is percent-encoded. The options:
     *
     * <ul>
     *   <li>{@code prefix}: what keys begin with, see {@link #prefix(String)}
     *   <li>{@code sentinel}: the hosts are Sentinels, and this is the name of the primary that they watch
     *   <li>{@code ca}: with {@code valkeys}, a file of certificates in PEM form to trust instead of the JDK's
     * </ul>
     *
     * @param url the URL
     * @return this builder
     * @throws NullPointerException if the URL is null
     * @throws IllegalArgumentException if the URL is malformed, has an unknown option, an empty {@code sentinel}, or a {@code ca}
     *     without TLS or which cannot be read; the message holds no password
     */
    public ValkeyClaimStoreBuilder url(String url) {
        this.url = ValkeyUrl.parse(url);
        return this;
    }

    /**
     * Sets the user to log in as, which takes a password too; by default the one of the URL, and without either the server's default
     * user.
     *
     * @param user the user's name
     * @return this builder
     * @throws NullPointerException if the name is null
     */
    public ValkeyClaimStoreBuilder user(String user) {
        this.user = Objects.requireNonNull(user, "user");
        return this;
    }

    /**
     * Sets the password to log in with; by default the one of the URL.
     *
     * @param password the password
     * @return this builder
     * @throws NullPointerException if the password is null
     */
    public ValkeyClaimStoreBuilder password(String password) {
        Objects.requireNonNull(password, "password");
        return password(() -> password);
    }

    /**
     * Sets where the password comes from each time a connection is made, for one that changes, such as an IAM token.
     *
     * @param password gives the password of the moment; called from the client's threads, which it must not block for long. What it
     *     throws, null or an empty one fails this attempt to connect, and the message of the exception is shown
     * @return this builder
     * @throws NullPointerException if the supplier is null
     */
    public ValkeyClaimStoreBuilder password(Supplier<String> password) {
        this.password = Objects.requireNonNull(password, "password");
        return this;
    }

    /**
     * Sets how TLS is done; by default the JDK's way and trust. It takes a {@code valkeys://} URL, without {@code ca}.
     *
     * @param sslOptions Lettuce's options
     * @return this builder
     * @throws NullPointerException if the options are null
     */
    public ValkeyClaimStoreBuilder sslOptions(SslOptions sslOptions) {
        this.sslOptions = Objects.requireNonNull(sslOptions, "sslOptions");
        return this;
    }

    /**
     * Sets what keys begin with, {@code d:} by default: one prefix is one set of claims.
     *
     * @param prefix at most 64 bytes of UTF-8, without a brace; every claim pays for it in memory
     * @return this builder
     * @throws NullPointerException if the prefix is null
     * @throws IllegalArgumentException if the prefix is too long or has an opening brace
     */
    public ValkeyClaimStoreBuilder prefix(String prefix) {
        this.prefix = new KeyPrefix(Objects.requireNonNull(prefix, "prefix"));
        return this;
    }

    /**
     * Sets how long connecting to one host may take, TLS and login included; 5 seconds by default.
     *
     * @param connectTimeout at least 1 millisecond, at most 1 day
     * @return this builder
     * @throws NullPointerException if the duration is null
     * @throws IllegalArgumentException if it is shorter than 1 millisecond or longer than 1 day
     */
    public ValkeyClaimStoreBuilder connectTimeout(Duration connectTimeout) {
        if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "The connect time-out is " + connectTimeout + "; it must be at least 1 millisecond");
        }
        if (connectTimeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "The connect time-out is " + connectTimeout + "; it must be at most 1 day");
        }
        this.connectTimeout = connectTimeout;
        return this;
    }

    /**
     * Sets how many keys may wait for an answer, 65,536 by default; requests for more fail at once instead of filling the heap while
     * a server does not answer. What its caller has given up does not count.
     *
     * @param requestQueueSize at least 1,000, so that a batch has room
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1,000
     */
    public ValkeyClaimStoreBuilder requestQueueSize(int requestQueueSize) {
        if (requestQueueSize < 1_000) {
            throw new IllegalArgumentException(
                    "The request queue size is " + requestQueueSize + "; it must be at least 1,000, the largest batch");
        }
        this.requestQueueSize = requestQueueSize;
        return this;
    }

    /**
     * Takes a client of the application's own, with its own settings and address, instead of a URL. The store opens a connection on
     * it and closes that connection only. A batch costs the client several times as much as through a client of the store's own.
     *
     * @param client a client that was made with an address
     * @return this builder
     * @throws NullPointerException if the client is null
     */
    public ValkeyClaimStoreBuilder client(RedisClient client) {
        this.client = Objects.requireNonNull(client, "client");
        return this;
    }

    /**
     * Takes a client for a cluster of the application's own instead of a URL, as {@link #client(RedisClient)} does for one server.
     *
     * @param client a client for a cluster
     * @return this builder
     * @throws NullPointerException if the client is null
     */
    public ValkeyClaimStoreBuilder client(RedisClusterClient client) {
        this.clusterClient = Objects.requireNonNull(client, "client");
        return this;
    }

    /**
     * Connects, and looks at the server: its version, and whether it would drop claims when its memory is full, which is logged as
     * a warning. What the server does not let this user see is not looked at.
     *
     * @return a store that the caller closes
     * @throws IllegalStateException if there is neither a URL nor a client, or more than one of them, a setting that belongs to the
     *     client which was brought, a user without a password, or TLS options beside a URL without TLS or with {@code ca}
     * @throws StoreException if nobody answers, the server is too old or no Valkey, it refuses the user, there is no password to be
     *     had, or the URL names several hosts and one of them is a single server
     */
    public ValkeyClaimStore build() {
        if (client == null && clusterClient == null) {
            return ownClient().open();
        }
        requireNothingBesideClient();
        BroughtClient brought = new BroughtClient(prefix == null ? KeyPrefix.DEFAULT : prefix);
        return client != null ? brought.open(client) : brought.open(Objects.requireNonNull(clusterClient));
    }

    private OwnClient ownClient() {
        if (url == null) {
            throw new IllegalStateException(
                    "A store on Valkey has no address; set url(\"valkey://host:6379\"), or a client");
        }
        KeyPrefix begin = prefix != null ? prefix : url.prefix();
        return new OwnClient(
                url,
                begin,
                login(url),
                sslOptions,
                Objects.requireNonNullElse(connectTimeout, DEFAULT_CONNECT_TIMEOUT),
                Objects.requireNonNullElse(requestQueueSize, DEFAULT_QUEUE_SIZE));
    }

    private @Nullable Login login(ValkeyUrl address) {
        Supplier<String> secret = password != null ? password : address.passwordSupplier();
        String name = user != null ? user : address.user();
        if (name != null && secret == null) {
            throw new IllegalStateException(
                    "A store on Valkey has the user " + name + " and no password; set password(…) too");
        }
        return secret == null ? null : new Login(name, secret);
    }

    private void requireNothingBesideClient() {
        if (url != null || (client != null && clusterClient != null)) {
            throw new IllegalStateException(
                    "A store on Valkey has more than one address; set one of url, client and a cluster's client");
        }
        if (Stream.of(user, password, sslOptions, connectTimeout, requestQueueSize)
                .anyMatch(Objects::nonNull)) {
            throw new IllegalStateException("User, password, TLS, connect time-out and request queue size belong to the"
                    + " client that was brought; set them there");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.io.File;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects with a client of the store's own, whose settings suit claims. */
record OwnClient(
        ValkeyUrl url,
        KeyPrefix prefix,
        @Nullable Login login,
        @Nullable SslOptions sslOptions,
        Duration connectTimeout,
        int requestQueueSize) {
    /** Short enough that a call meets its deadline after a blink, random enough that a fleet does not come all at once. */
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(2);

    /** Nobody waits longer for threads to end: they hold nothing. */
    private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(2);

    /** Settings that would not be used are a mistake of which nobody would hear. */
    OwnClient {
        if (sslOptions != null && !url.tls()) {
            throw new IllegalStateException(
                    "A store on Valkey has TLS options and a URL without TLS; write valkeys://");
        }
        if (sslOptions != null && url.option("ca") != null) {
            throw new IllegalStateException(
                    "A store on Valkey has TLS options and a URL with ca=…; give the file in the options");
        }
    }

    ValkeyClaimStore open() {
        String store = "valkey " + url.place();
        ConnectFailure connectFailure = new ConnectFailure(store, ConnectHints.of(url.tls(), connectTimeout));
        Reconnects reconnects = new Reconnects();
        Failures failures = new Failures(store, () -> reconnects.lostConnection(connectFailure::problem));
        ClientResources resources = resources(reconnects);
        try {
            Link link = connect(resources, failures);
            EvictionCheck.warn(link, failures.store());
            return new ValkeyClaimStore(prefix, link, failures, new RequestQueue(requestQueueSize));
        } catch (RedisException e) {
            shutDown(resources);
            throw connectFailure.toStoreException(e);
        } catch (RuntimeException e) {
            shutDown(resources);
            throw e;
        }
    }

    private Link connect(ClientResources resources, Failures failures) {
        ServerUris uris = new ServerUris(url, login, connectTimeout);
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder()).build());
        StatefulRedisConnection<byte[], byte[]> connection = connectToAny(client, uris);
        if (!StartCheck.isCluster(connection, failures.store())) {
            StartCheck.requireOneHost(url, failures.store());
            return new SingleLink(connection, true, () -> {
                client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
                shutDown(resources);
            });
        }
        client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
        return connectToCluster(resources, uris);
    }

    /** Any host of several will do: it tells of the others. */
    private static StatefulRedisConnection<byte[], byte[]> connectToAny(RedisClient client, ServerUris uris) {
        RedisException failure = null;
        for (RedisURI uri : uris.all()) {
            try {
                return connect(client, uri, uris);
            } catch (RedisException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw Objects.requireNonNull(failure);
    }

    /** A Sentinel that has no password refuses any, so that it is given one only if it asks. */
    private static StatefulRedisConnection<byte[], byte[]> connect(RedisClient client, RedisURI uri, ServerUris uris) {
        try {
            return ConnectFailure.connect(() -> client.connect(ByteArrayCodec.INSTANCE, uri));
        } catch (RedisException e) {
            if (!uris.hasSentinelsAndPassword() || !ConnectFailure.asksForPassword(e)) {
                throw e;
            }
            RedisURI withLogin = uris.withSentinelsLogin(uri);
            return ConnectFailure.connect(() -> client.connect(ByteArrayCodec.INSTANCE, withLogin));
        }
    }

    private Link connectToCluster(ClientResources resources, ServerUris uris) {
        RedisClusterClient client = RedisClusterClient.create(resources, uris.all());
        client.setOptions(clusterOptions());
        StatefulRedisClusterConnection<byte[], byte[]> connection =
                ConnectFailure.connect(() -> client.connect(ByteArrayCodec.INSTANCE));
        return new ClusterLink(connection, prefix, true, () -> {
            client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
            shutDown(resources);
        });
    }

    private <B extends ClientOptions.Builder> B options(B builder) {
        builder.socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout)
                        .keepAlive(KeepAliveOptions.builder().enable().build())
                        .build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .requestQueueSize(requestQueueSize)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .sslOptions(ssl());
        return builder;
    }

    private ClusterClientOptions clusterOptions() {
        return options(ClusterClientOptions.builder())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .refreshTriggersReconnectAttempts(1)
                        .enablePeriodicRefresh(Duration.ofMinutes(1))
                        .build())
                .build();
    }

    private SslOptions ssl() {
        if (sslOptions != null) {
            return sslOptions;
        }
        String ca = url.option("ca");
        SslOptions.Builder builder = SslOptions.builder().handshakeTimeout(connectTimeout);
        return (ca == null ? builder : builder.trustManager(new File(ca))).build();
    }

    private static ClientResources resources(Reconnects reconnects) {
        return DefaultClientResources.builder()
                .eventBus(reconnects)
                .nettyCustomizer(new Pipeline())
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .reconnectDelay(
                        () -> Delay.fullJitter(Duration.ZERO, LONGEST_RECONNECT_DELAY, 10, TimeUnit.MILLISECONDS))
                .build();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its threads hold nothing and keep no JVM alive
    private static void shutDown(ClientResources resources) {
        resources.shutdown(0, SHUTDOWN_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url.toString();
    }
}

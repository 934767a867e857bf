// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects with a client of the store's own, whose settings suit claims. */
record OwnClient(
        ValkeyUrl url,
        KeyPrefix prefix,
        @Nullable String user,
        @Nullable Supplier<String> password,
        @Nullable SslOptions sslOptions,
        Duration connectTimeout,
        int requestQueueSize) {
    /** Short enough that a call meets its deadline after a blink, random enough that a fleet does not come all at once. */
    private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(2);

    /** Nobody waits longer for threads to end: they hold nothing. */
    private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(2);

    ValkeyClaimStore open() {
        String store = "valkey " + url.place();
        ConnectFailure connectFailure = new ConnectFailure(store, url.tls(), connectTimeout);
        Reconnects reconnects = new Reconnects();
        Failures failures = new Failures(store, () -> reconnects
                .failure()
                .map(failure ->
                        "the connection was lost and cannot be made again: " + connectFailure.problem(failure)));
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
        RedisClient client = RedisClient.create(resources, uris().get(0));
        client.setOptions(options(ClientOptions.builder()).build());
        StatefulRedisConnection<byte[], byte[]> connection =
                ConnectFailure.connect(() -> client.connect(ByteArrayCodec.INSTANCE));
        if (!StartCheck.isCluster(connection, failures.store())) {
            return new SingleLink(connection, true, () -> {
                client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
                shutDown(resources);
            });
        }
        client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
        return connectToCluster(resources);
    }

    private Link connectToCluster(ClientResources resources) {
        RedisClusterClient client = RedisClusterClient.create(resources, uris());
        client.setOptions(clusterOptions());
        StatefulRedisClusterConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        return new ClusterLink(connection, prefix, true, () -> {
            client.shutdown(Duration.ZERO, SHUTDOWN_TIME);
            shutDown(resources);
        });
    }

    private List<RedisURI> uris() {
        String sentinel = url.option("sentinel");
        return sentinel != null
                ? List.of(sentinelUri(sentinel))
                : url.addresses().stream().map(this::uri).toList();
    }

    private RedisURI uri(ValkeyUrl.Address address) {
        return common(RedisURI.Builder.redis(address.host(), address.port())).build();
    }

    private RedisURI sentinelUri(String primary) {
        ValkeyUrl.Address first = url.addresses().get(0);
        RedisURI.Builder builder = RedisURI.Builder.sentinel(first.host(), first.port(), primary);
        url.addresses().stream().skip(1).forEach(next -> builder.withSentinel(next.host(), next.port()));
        return common(builder).build();
    }

    private RedisURI.Builder common(RedisURI.Builder builder) {
        builder.withSsl(url.tls()).withTimeout(connectTimeout);
        Supplier<String> secret = password;
        if (secret != null) {
            builder.withAuthentication(RedisCredentialsProvider.from(() -> RedisCredentials.just(user, secret.get())));
        }
        return builder;
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
        return (ca == null ? builder : builder.trustManager(certificates(ca))).build();
    }

    private static File certificates(String ca) {
        File file = new File(ca);
        if (!file.isFile() || !file.canRead()) {
            throw new IllegalArgumentException("The URL of a Valkey store has ca=" + ca
                    + ", where no file can be read; give a file of certificates in PEM form");
        }
        return file;
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

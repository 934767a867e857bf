// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The client throws over one node of a cluster: only that node's keys are unknown, and at once. */
class NodeTroubleTest {
    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    @AutoClose
    private static final RedisClusterClient CLIENT = RedisClusterClient.create(
            "redis://127.0.0.1:" + CLUSTER.nodes().get(0).port());

    @AutoClose
    private final StatefulRedisClusterConnection<byte[], byte[]> real = CLIENT.connect(ByteArrayCodec.INSTANCE);

    private final ValkeyServer bad = CLUSTER.nodes().get(1);

    @Test
    void asItOpensTheConnection() {
        assertOnlyItsKeysFail((proxy, method, words) -> {
            if (isForBad(method, words)) {
                throw new RedisException("seeded");
            }
            return call(real, method, words);
        });
    }

    @Test
    void asItWrites() {
        assertOnlyItsKeysFail((proxy, method, words) ->
                isForBad(method, words) ? CompletableFuture.completedFuture(throwing()) : call(real, method, words));
    }

    private void assertOnlyItsKeysFail(InvocationHandler client) {
        @SuppressWarnings("unchecked")
        var connection =
                (StatefulRedisClusterConnection<byte[], byte[]>) proxy(StatefulRedisClusterConnection.class, client);
        Link link = new ClusterLink(connection, KeyPrefix.DEFAULT, false, () -> {});
        Failures failures = new Failures("a cluster", Optional::empty);
        var store = new ValkeyClaimStore(KeyPrefix.DEFAULT, link, failures, RequestQueue.unbounded());
        List<Fingerprint> posts = Posts.fresh(100);

        var answers = new Asker(store).claim(posts, CONFIRMED, Asker.HOLD);

        for (int i = 0; i < posts.size(); i++) {
            if (CLUSTER.ownerOf(KeyPrefix.DEFAULT.slot(posts.get(i))) == bad) {
                assertThat(answers.failure(i)).hasMessageContaining("claim failed: seeded");
            } else {
                assertThat(answers.value(i)).isEqualTo(CLAIMED);
            }
        }
        assertThat(Asker.failures(answers)).isNotEmpty();
    }

    private boolean isForBad(Method method, Object[] words) {
        return method.getName().equals("getConnectionAsync") && Objects.equals(words[1], bad.port());
    }

    private static Object throwing() {
        return proxy(StatefulRedisConnection.class, (proxy, method, words) -> {
            if (method.getName().equals("dispatch")) {
                throw new RedisException("seeded");
            }
            return method.invoke(proxy, words);
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object call(Object target, Method method, Object[] words) throws Throwable {
        try {
            return method.invoke(target, words);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }
}

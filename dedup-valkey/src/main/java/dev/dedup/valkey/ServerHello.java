// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who answers: a server's product, version and mode, by {@code HELLO}, which every user may send.
 *
 * @param product such as {@code valkey} or {@code redis}
 * @param version such as {@code 8.0.1}
 * @param mode {@code standalone}, {@code cluster} or {@code sentinel}
 */
record ServerHello(String product, String version, String mode) {
    static final String NEEDED = "dedup needs Valkey 7.2 or newer, or Redis 7.0 or newer";

    private static final int OLDEST_MAJOR = 7;

    boolean isCluster() {
        return mode.equals("cluster");
    }

    boolean isSentinel() {
        return mode.equals("sentinel");
    }

    /** Versions before 7.0 have no {@code SET} with both {@code NX} and {@code GET}. */
    boolean isNewEnough() {
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot)) >= OLDEST_MAJOR;
        } catch (NumberFormatException strange) {
            return true;
        }
    }

    /** Asks the server; null if it does not know the question, as before version 6. */
    static @Nullable ServerHello ask(StatefulRedisConnection<byte[], byte[]> connection) {
        try {
            List<Object> answer =
                    connection.sync().dispatch(CommandType.HELLO, new ArrayOutput<>(ByteArrayCodec.INSTANCE));
            return of(answer);
        } catch (RedisCommandExecutionException unknown) {
            return null;
        }
    }

    private static ServerHello of(List<Object> answer) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            fields.put(text(answer.get(i)), text(answer.get(i + 1)));
        }
        return new ServerHello(
                fields.getOrDefault("server", "unknown"),
                fields.getOrDefault("version", "unknown"),
                fields.getOrDefault("mode", "standalone"));
    }

    private static String text(Object word) {
        return word instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(word);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What passes between any of the stores and its server, and how long it may take. */
final class Asking {
    /** Far above what any request takes on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Mostly above what a request takes on an open connection: it has reached the server when the caller gives it up. */
    static final Duration IMPATIENCE = Duration.ofMillis(200);

    /** Beyond that a stage is never completed. */
    private static final Duration LONGEST = PATIENCE.multipliedBy(3);

    private Asking() {}

    /** What a stage comes to; a store that never answers does not hang the tests. */
    static <T> T result(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Requests that name a post: every store sends its 16 bytes as they are, in hexadecimal digits or in Base64. */
    static Predicate<byte[]> about(Fingerprint post) {
        byte[] bytes = post.toBytes();
        return TcpProxy.containing(new String(bytes, StandardCharsets.ISO_8859_1))
                .or(TcpProxy.containing(HexFormat.of().formatHex(bytes)))
                .or(TcpProxy.containing(Base64.getEncoder().encodeToString(bytes)));
    }

    /** The same but for the first of them. */
    static Predicate<byte[]> afterTheFirst(Predicate<byte[]> requests) {
        AtomicInteger seen = new AtomicInteger();
        return requests.and(request -> seen.getAndIncrement() > 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import dev.dedup.ScriptedStore.Answering;
import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A fleet of workers on one real store, each behind its own line that fails by script. */
final class Fixture {
    final ManualTiming timing = new ManualTiming();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ClaimStore real =
            InMemoryClaimStore.builder().clock(() -> now).build();

    /** The ways to call a verb: both forms, each on every kind of store. */
    enum Form {
        BLOCKING_VERB_ON_BLOCKING_STORE(Answering.BLOCKING, false),
        BLOCKING_VERB_ON_ASYNC_STORE(Answering.LATER, false),
        ASYNC_VERB_ON_BLOCKING_STORE(Answering.BLOCKING, true),
        ASYNC_VERB_ON_ASYNC_STORE(Answering.LATER, true),
        ASYNC_VERB_ON_IMMEDIATE_STORE(Answering.AT_ONCE, true);

        final Answering answering;
        final boolean asyncVerb;

        Form(Answering answering, boolean asyncVerb) {
            this.answering = answering;
            this.asyncVerb = asyncVerb;
        }
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    ScriptedStore line(Form form) {
        return new ScriptedStore(real.shared(), form.answering);
    }

    ScriptedStore line() {
        return line(Form.BLOCKING_VERB_ON_BLOCKING_STORE);
    }

    DeduplicatorBuilder<String> builder(ScriptedStore line) {
        return Deduplicator.forItems(line, Fixture::fingerprint).timing(timing);
    }

    /** Another worker whose line does not fail. */
    Deduplicator<String> other() {
        return builder(line()).build();
    }

    static Fingerprint fingerprint(String item) {
        return Fingerprint.of(7, item.hashCode());
    }

    static boolean tryClaim(Form form, Deduplicator<String> dedup, String item) {
        return form.asyncVerb ? join(dedup.async().tryClaim(item)) : dedup.tryClaim(item);
    }

    static ClaimBatch<String> tryClaimAll(Form form, Deduplicator<String> dedup, List<String> items) {
        return form.asyncVerb ? join(dedup.async().tryClaimAll(items)) : dedup.tryClaimAll(items);
    }

    static LeaseBatch<String> tryLeaseAll(Form form, Deduplicator<String> dedup, List<String> items) {
        return form.asyncVerb ? join(dedup.async().tryLeaseAll(items)) : dedup.tryLeaseAll(items);
    }

    static Optional<Lease<String>> tryLease(Form form, Deduplicator<String> dedup, String item) {
        return form.asyncVerb ? join(dedup.async().tryLease(item)) : dedup.tryLease(item);
    }

    static Optional<ClaimRecord> lookup(Form form, Deduplicator<String> dedup, String item) {
        return form.asyncVerb ? join(dedup.async().lookup(item)) : dedup.lookup(item);
    }

    static boolean forget(Form form, Deduplicator<String> dedup, String item) {
        return form.asyncVerb ? join(dedup.async().forget(item)) : dedup.forget(item);
    }

    static void confirm(Form form, Lease<String> lease) {
        if (form.asyncVerb) {
            join(lease.confirmAsync());
        } else {
            lease.confirm();
        }
    }

    static void extend(Form form, Lease<String> lease, Duration hold) {
        if (form.asyncVerb) {
            join(lease.extendAsync(hold));
        } else {
            lease.extend(hold);
        }
    }

    static void release(Form form, Lease<String> lease) {
        if (form.asyncVerb) {
            join(lease.releaseAsync());
        } else {
            lease.release();
        }
    }

    static ClaimBatch<?> retry(Form form, UnknownOutcomeException e) {
        return form.asyncVerb ? join(e.retryAsync()) : e.retry();
    }

    /** The value of a stage, or its exception as the blocking verb throws it. */
    static <V> V join(CompletionStage<V> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

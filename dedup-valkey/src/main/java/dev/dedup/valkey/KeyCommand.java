// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import dev.dedup.identity.Fingerprint;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key's command of a request, and the answer to it.
 *
 * <p>Lettuce asks for a command and an output and would give each a future and a list of arguments; a batch has thousands, so this
 * is both, and all of it.
 *
 * @param <V> the kind of answer
 */
final class KeyCommand<V> extends CommandOutput<byte[], byte[], Void>
        implements RedisCommand<byte[], byte[], Void>, CompleteableCommand<Void> {
    private final KeyRequest<V> request;
    private final int index;
    private byte @Nullable [] value;
    private @Nullable Long number;
    private @Nullable Long secondNumber;
    private boolean withText;
    private boolean redirected;
    private volatile boolean settled;

    /** Who wants to know of the end: a client's timer, which would otherwise keep this for as long as it runs. */
    private volatile @Nullable BiConsumer<Void, Throwable> atEnd;

    /** What Lettuce has on its way: this, or this in a wrapper that follows redirections. */
    private volatile RedisCommand<?, ?, ?> onItsWay = this;

    KeyCommand(KeyRequest<V> request, int index) {
        super(ByteArrayCodec.INSTANCE, null);
        this.request = request;
        this.index = index;
    }

    int index() {
        return index;
    }

    Fingerprint fingerprint() {
        return request.fingerprint(index);
    }

    byte @Nullable [] value() {
        return value;
    }

    @Nullable
    Long number() {
        return number;
    }

    @Nullable
    Long secondNumber() {
        return secondNumber;
    }

    /** From now on the script's text is sent. False if it has been sent, or there is none. */
    boolean switchToText() {
        boolean useful = !withText && request.operation().withText() != null;
        withText = true;
        return useful;
    }

    /** From now on redirections are followed. False if they have been. */
    boolean switchToRedirected() {
        boolean useful = !redirected;
        redirected = true;
        return useful;
    }

    /** Forgets an answer that was no answer. */
    void reset() {
        error = null;
        value = null;
        number = null;
        secondNumber = null;
    }

    /** It may have been given up while Lettuce wrapped it. */
    void isSentAs(RedisCommand<?, ?, ?> wrapper) {
        onItsWay = wrapper;
        if (settled && wrapper != this) {
            wrapper.completeExceptionally(new CancellationException("given up"));
        }
    }

    /** Runs an action when the whole request has ended. */
    void atRequestsEnd(Runnable action) {
        request.atEnd(action);
    }

    /** Has it neither sent nor sent again. */
    void settle() {
        settled = true;
        BiConsumer<Void, Throwable> listener = atEnd;
        if (listener != null) {
            listener.accept(null, null);
        }
    }

    @Override
    public void onComplete(Consumer<? super Void> action) {
        onComplete((nothing, failure) -> action.accept(null));
    }

    /** Lettuce listens before it sends the command, and once. */
    @Override
    public void onComplete(BiConsumer<? super Void, Throwable> action) {
        BiConsumer<Void, Throwable> others = atEnd;
        BiConsumer<Void, Throwable> next = action::accept;
        atEnd = others == null ? next : others.andThen(next);
    }

    /** Gives up what is on its way. */
    void abandon(Throwable reason) {
        settled = true;
        if (onItsWay != this) {
            onItsWay.completeExceptionally(reason);
        }
    }

    @Override
    public void encode(ByteBuf target) {
        Operation<V> operation = request.operation();
        CommandFrame frame = withText ? Objects.requireNonNull(operation.withText()) : operation.frame();
        frame.write(fingerprint(), target);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        // Before a reconnect half an array may have come.
        number = null;
        secondNumber = null;
        value = bytes == null ? null : copy(bytes);
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Override
    public void set(long integer) {
        if (number == null) {
            number = integer;
        } else {
            secondNumber = integer;
        }
    }

    @Override
    public void setError(@Nullable String message) {
        reset();
        error = message;
    }

    @Override
    public void complete() {
        request.replied(this);
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        return request.failed(this, reason);
    }

    @Override
    public void cancel() {
        request.failed(this, new CancellationException("the client gave the command up"));
    }

    @Override
    public CommandOutput<byte[], byte[], Void> getOutput() {
        return this;
    }

    /** Never taken: this is the output. */
    @Override
    public void setOutput(CommandOutput<byte[], byte[], Void> output) {
        throw new UnsupportedOperationException("this command is its own output");
    }

    /** Only the key, by which a cluster's client finds the node. */
    @Override
    public CommandArgs<byte[], byte[]> getArgs() {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .addKey(request.prefix().key(fingerprint()));
    }

    @Override
    public CommandType getType() {
        return request.operation().type();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return settled;
    }

    @Override
    public String toString() {
        return request.operation().name() + " " + fingerprint();
    }
}

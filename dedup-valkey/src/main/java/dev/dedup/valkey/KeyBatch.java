// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many commands that travel through Lettuce as one, as far as its pipeline's end, where {@link BatchUnpacker} unpacks them.
 *
 * <p>Lettuce writes each command of a collection by itself, with a task, a promise, listeners and a buffer; that costs several times
 * what the commands cost.
 */
final class KeyBatch implements RedisCommand<byte[], byte[], Void> {
    private final CommandType type;
    private volatile List<? extends KeyCommand<?>> commands;

    private KeyBatch(List<? extends KeyCommand<?>> commands) {
        this.type = commands.get(0).getType();
        this.commands = commands;
    }

    /**
     * Packs commands of one request, at least one. While there is no connection Lettuce keeps what it was given until there is one,
     * so that a batch which was given up lets go of its commands.
     */
    static KeyBatch of(List<? extends KeyCommand<?>> commands) {
        KeyBatch batch = new KeyBatch(commands);
        commands.get(0).atRequestsEnd(batch::letGo);
        return batch;
    }

    private void letGo() {
        commands = List.of();
    }

    /** The commands that still want an answer: some may have got theirs before a reconnect. */
    List<? extends KeyCommand<?>> unanswered() {
        return commands.stream().filter(command -> !command.isDone()).toList();
    }

    @Override
    public boolean isDone() {
        return commands.stream().allMatch(KeyCommand::isDone);
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        commands.forEach(command -> command.completeExceptionally(reason));
        return true;
    }

    @Override
    public void cancel() {
        commands.forEach(KeyCommand::cancel);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public CommandType getType() {
        return type;
    }

    @Override
    public @Nullable CommandOutput<byte[], byte[], Void> getOutput() {
        return null;
    }

    @Override
    public @Nullable CommandArgs<byte[], byte[]> getArgs() {
        return null;
    }

    /** Never called: no answer comes to the batch itself. */
    @Override
    public void complete() {
        throw new UnsupportedOperationException("a batch is unpacked before it is sent");
    }

    /** Never called: without an unpacker in the pipeline, nothing may be sent. */
    @Override
    public void encode(ByteBuf target) {
        throw new UnsupportedOperationException("a batch is unpacked before it is sent");
    }

    /** Never called: a batch has no output. */
    @Override
    public void setOutput(CommandOutput<byte[], byte[], Void> output) {
        throw new UnsupportedOperationException("a batch has no output");
    }

    @Override
    public String toString() {
        return commands.size() + " × " + type;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the store as commands: what to send for each key, and what the answers mean.
 *
 * @param name the operation's name, for messages
 * @param type the command
 * @param frame the command's bytes
 * @param withText the same with the script's text, for a server that does not know the script; null if it is no script
 * @param meaning what an answer means
 * @param <V> the kind of answer
 */
record Operation<V>(
        String name,
        CommandType type,
        CommandFrame frame,
        @Nullable CommandFrame withText,
        Meaning<V> meaning) {
    /** Turns an answer of the server into an answer of the store. */
    @FunctionalInterface
    interface Meaning<V> {
        /**
         * Judges an answer that is no error.
         *
         * @param value the value found or an array's only value, or null
         * @param number the integer that came, alone or in an array, or null
         * @param second the integer that came after it, or null
         * @throws ForeignValueException if the value is no claim of a known layout
         */
        V of(byte @Nullable [] value, @Nullable Long number, @Nullable Long second) throws ForeignValueException;
    }
}

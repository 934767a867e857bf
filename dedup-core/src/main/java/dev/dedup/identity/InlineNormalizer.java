// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/**
 * A normaliser that writes its result straight into the bytes to be hashed.
 *
 * <p>What it writes for a piece depends on the text around the piece, but on nothing it wrote before; so a long text can be written
 * piece by piece, and twice.
 */
interface InlineNormalizer extends TextNormalizer {
    /** The most bytes that one char of a text can become. */
    int MAX_BYTES_PER_CHAR = 3;

    /** Returns where the part of the text that counts begins. */
    int start(String text);

    /** Returns where the part of the text that counts, which begins at {@code start}, ends. */
    int end(String text, int start);

    /**
     * Writes a piece of the text as UTF-8 and returns the index after the last byte.
     *
     * @param from where the piece begins; not inside a surrogate pair
     * @param to where it ends; not inside a surrogate pair
     * @param chars room for the piece
     * @param out has room for {@link #MAX_BYTES_PER_CHAR} for each char
     * @param at the index in {@code out} of the first byte to write
     */
    int write(String text, int from, int to, char[] chars, byte[] out, int at);

    @Override
    default String normalize(String text) {
        return WorkspacePool.with(workspace -> workspace.normalize(this, text));
    }

    @Override
    default boolean isBlank(String text) {
        int start = start(text);
        return end(text, start) == start;
    }
}

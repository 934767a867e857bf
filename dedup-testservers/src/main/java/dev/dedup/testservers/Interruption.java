// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/** An interrupted thread stays interrupted, and what it waited for fails. */
final class Interruption {
    private Interruption() {}

    static IllegalStateException of(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting", cause);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.StoreException;
import java.time.InstantSource;

/** The injected clock in milliseconds, within what an {@link ExpiryWord} can hold; a clock that throws fails the operation. */
record StoreClock(InstantSource source) {
    long millis() {
        try {
            return ExpiryWord.clamp(source.millis());
        } catch (RuntimeException failure) {
            throw StoreException.permanent(
                    InMemoryClaimStore.NAME,
                    "reading the clock",
                    "the injected InstantSource threw " + failure.getClass().getName()
                            + "; give the store a clock that always answers",
                    failure);
        }
    }
}

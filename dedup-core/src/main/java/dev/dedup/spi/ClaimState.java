// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.spi;

/** How firmly a claim is held. */
public enum ClaimState {
    /** Somebody works on the item and has not said that it is done: the claim lapses soon unless it is confirmed. */
    LEASED,

    /** The item is done: everybody else is a duplicate until the claim expires. */
    CONFIRMED
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

/** Whether claims are looked for before they are written, and how. */
enum Look {
    /** Every claim is a write. */
    NONE,
    /** What is confirmed as the service answers is no write. */
    CONSISTENT,
    /** The same at half the price, but the service may show what was there a moment ago. */
    EVENTUALLY_CONSISTENT
}

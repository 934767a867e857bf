// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

/** What can be said of a history. */
enum Judgement {
    /** One order of its operations explains all answers. */
    RIGHT,
    /** No order does. */
    WRONG,
    /** There are too many orders to try. */
    UNDECIDED
}

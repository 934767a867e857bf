// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

/** What becomes of a request and its answer on their way. The store's answer is judged, whether or not it arrives. */
enum Fate {
    /** Both arrive. */
    ANSWERED,
    /** The request never arrives. */
    REQUEST_LOST,
    /** The store carries the request out, and its answer never arrives: whoever waits for it asks again. */
    ANSWER_LOST
}

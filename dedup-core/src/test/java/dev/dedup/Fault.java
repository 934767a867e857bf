// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

/** What goes wrong with one request to a {@link ScriptedStore}. */
enum Fault {
    /** Nothing. */
    NONE,
    /** The store applied the request; its answer never came, and the client says so. */
    ANSWER_LOST,
    /** The store is busy and applied nothing. */
    REFUSED,
    /** The store will never take the request. */
    FORBIDDEN,
    /** The store throws instead of returning a stage. */
    THROWN,
    /** The store throws an error, as a class path that does not fit makes it. */
    ERROR,
    /** The stage fails with an exception that is none of the SPI's. */
    UNCLASSIFIED,
    /** The store applied the request, and nobody ever hears of it. */
    SILENT,
    /** The store applied all, and answers for every second fingerprint. */
    HALF_ANSWERED,
    /** The store applied and answered every second fingerprint. */
    HALF_APPLIED,
    /** The store answers every second fingerprint, and will never answer the others. */
    HALF_FORBIDDEN,
    /** The store applied the request, and its answer is too short. */
    SHORT_ANSWER,
    /** The store's stage completes with null. */
    NULL_ANSWER
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

/** What may be wrong with a store, and shows when something is lost. */
enum Flaw {
    /** A claim that was not answered is somebody else's. */
    UNANSWERED_CLAIM_IS_A_DUPLICATE,
    /** Of a batch that was answered in part, the rest is somebody else's. */
    REST_OF_A_BATCH_IS_DUPLICATES,
    /** A claim is somebody else's without the server being asked. */
    UNASKED_CLAIM_IS_A_DUPLICATE,
    /** A claim that was not answered is the caller's. */
    UNANSWERED_CLAIM_IS_GRANTED,
    /** A renewal that was not answered is done. */
    UNANSWERED_RENEWAL_IS_DONE,
    /** A renewal that was not answered is of what somebody else holds by now. */
    UNANSWERED_RENEWAL_IS_REFUSED,
    /** What was looked up without an answer is free. */
    UNANSWERED_LOOKUP_IS_FREE,
    /** What was to be forgotten, without an answer, is forgotten. */
    UNANSWERED_FORGETTING_IS_DONE,
    /** A claim does not know the token of an earlier attempt. */
    NEW_TOKEN_FOR_EACH_ATTEMPT,
    /** Whoever claims again takes what is there for the own claim. */
    REPETITION_TAKES_OVER,
    /** A late release takes away what is somebody else's. */
    RELEASE_WITHOUT_TOKEN
}

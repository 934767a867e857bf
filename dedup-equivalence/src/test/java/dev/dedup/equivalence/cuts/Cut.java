// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

/**
 * What came of one trial.
 *
 * @param request what was asked
 * @param loss what was lost
 * @param happened whether it was lost: a request may be given up before it is sent
 * @param changed of how many posts the server's state, read past the proxy, showed that it had applied the request by then
 * @param granted how many posts that had been free were in the end granted to exactly one of two claimants
 */
record Cut(Request request, Loss loss, boolean happened, int changed, int granted) {
    /** Whether the server had applied the request, and the caller had not got its whole answer. */
    boolean isAfterApplication() {
        return happened && loss.isAfterApplication();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, and loses requests and answers. For one trial. */
interface Caller {
    /** Has a connection by which posts were asked for, and nothing under way on it. */
    void connect(List<Fingerprint> posts);

    /** Leases posts, with nothing lost. */
    void lease(List<Fingerprint> posts);

    /**
     * Asks for the first time.
     *
     * @return an answer for each post, as {@link Request#isAnswer} knows it; null for one that the caller has not got
     */
    List<@Nullable Object> ask(Request request, List<Fingerprint> posts);

    /**
     * Goes on where an answer is missing, under the same token.
     *
     * @return as of {@link #ask}
     */
    List<@Nullable Object> askAgain(Request request, List<Fingerprint> posts);
}

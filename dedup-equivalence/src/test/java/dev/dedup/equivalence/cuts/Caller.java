// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.identity.Fingerprint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who asks, and loses requests and answers. For one trial. */
interface Caller {
    /** Leases a post, with nothing lost. */
    void lease(Fingerprint post);

    /**
     * Asks once.
     *
     * @return an answer for each post, as {@link Request#isAnswer} knows it; null for one that the caller has not got
     */
    List<@Nullable Object> ask(Request request, List<Fingerprint> posts, Duration patience);

    /** Says whether it is the caller who has to ask again, under the same token, when an answer is missing. */
    boolean asksAgain();
}

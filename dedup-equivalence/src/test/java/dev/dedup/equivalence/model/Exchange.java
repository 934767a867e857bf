// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import java.util.List;

/**
 * A request that a store has carried out, and what it answered, whether or not that arrived.
 *
 * @param operation what it was asked for
 * @param posts about which posts
 * @param moment when
 * @param answers what it said of each
 * @param <V> the kind of answer
 */
record Exchange<V>(Operation<V> operation, List<Fingerprint> posts, Moment moment, List<V> answers) {
    V answer(Fingerprint post) {
        return answers.get(posts.indexOf(post));
    }
}

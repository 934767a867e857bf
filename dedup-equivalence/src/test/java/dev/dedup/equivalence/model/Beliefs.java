// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.identity.Fingerprint;
import java.util.HashMap;
import java.util.Map;

/** What is believed of each post on one store. */
final class Beliefs {
    private final Map<Fingerprint, Belief> beliefs = new HashMap<>();

    /** Fails if an answer is not the model's. */
    <V> void judge(Exchange<V> exchange) {
        for (Fingerprint post : exchange.posts()) {
            judge(exchange, post);
        }
    }

    /** Counts the answers that were given at the end of a claim. */
    long edges() {
        return beliefs.values().stream().mapToLong(Belief::edges).sum();
    }

    private <V> void judge(Exchange<V> exchange, Fingerprint post) {
        try {
            beliefs.computeIfAbsent(post, unknown -> new Belief())
                    .answered(exchange.operation().effect(), exchange.moment(), exchange.answer(post));
        } catch (AssertionError e) {
            throw new AssertionError(exchange.operation() + " " + e.getMessage(), e);
        }
    }
}

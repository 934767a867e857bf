// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.reference.Held;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Stores that do not look at every bit. */
final class BrokenKeys {
    private BrokenKeys() {}

    /** Only the first 64 bits are kept. */
    static final class KeysOfTheFirstHalf extends ReferenceStore {
        KeysOfTheFirstHalf(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return super.answer(
                    operation, posts, (claims, post) -> question.apply(claims, Fingerprint.of(post.high(), 0)));
        }
    }

    /** Both halves are folded into one by exclusive or. */
    static final class FoldsItsKeys extends ReferenceStore {
        FoldsItsKeys(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected <V> CompletionStage<Answers<V>> answer(
                String operation,
                List<Fingerprint> posts,
                BiFunction<Map<Fingerprint, Held>, Fingerprint, V> question) {
            return super.answer(
                    operation,
                    posts,
                    (claims, post) -> question.apply(claims, Fingerprint.of(0, post.high() ^ post.low())));
        }
    }

    /** A fingerprint of all zeroes marks an empty place in the store's table. */
    static final class ZeroMeansEmpty extends ReferenceStore {
        ZeroMeansEmpty(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected Verdict claimOne(Map<Fingerprint, Held> claims, Fingerprint post, ClaimRequest request) {
            return post.equals(Fingerprint.of(0, 0)) ? Verdict.CLAIMED : super.claimOne(claims, post, request);
        }
    }

    /** A token of zero means that nobody holds the claim. */
    static final class ZeroTokenIsNobody extends ReferenceStore {
        ZeroTokenIsNobody(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isOwned(Held held, ClaimToken token) {
            return token.value() != 0 && super.isOwned(held, token);
        }
    }

    /** A script compares tokens as floating-point numbers, of which neighbours are equal. */
    static final class TokensAsDoubles extends ReferenceStore {
        TokensAsDoubles(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isOwned(Held held, ClaimToken token) {
            return (double) held.token().value() == (double) token.value();
        }
    }

    /** Only 32 bits of a token are compared. */
    static final class TokensOf32Bits extends ReferenceStore {
        TokensOf32Bits(ReferenceServer server, InstantSource clock) {
            super(server, clock);
        }

        @Override
        protected boolean isOwned(Held held, ClaimToken token) {
            return (int) held.token().value() == (int) token.value();
        }
    }
}

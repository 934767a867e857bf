// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.util.List;

/**
 * One step of a random program: a question about some fingerprints, and time that passes after it.
 *
 * @param kind the operation
 * @param posts distinct places in the program's list of fingerprints
 * @param caller a place in the program's list of tokens; unused by operations without a token
 * @param state how firmly to hold; unused by operations that do not hold
 * @param hold how long to hold; unused likewise
 * @param pause how much time passes afterwards
 */
record Step(Kind kind, List<Integer> posts, int caller, ClaimState state, Duration hold, Duration pause) {
    enum Kind {
        CLAIM,
        RENEW,
        RELEASE,
        LOOKUP,
        FORGET
    }

    /** Asks somebody who answers at once. */
    List<?> ask(Claims claims, List<Fingerprint> fingerprints, List<ClaimToken> tokens) {
        List<Fingerprint> asked = posts.stream().map(fingerprints::get).toList();
        ClaimToken token = tokens.get(caller);
        return switch (kind) {
            case CLAIM -> claims.claim(asked, token, state, hold);
            case RENEW -> claims.renew(asked, token, state, hold);
            case RELEASE -> claims.release(asked, token);
            case LOOKUP -> claims.lookup(asked);
            case FORGET -> claims.forget(asked);
        };
    }

    @Override
    public String toString() {
        String question = switch (kind) {
            case CLAIM, RENEW -> kind + " " + posts + " by " + caller + " as " + state + " " + length();
            case RELEASE -> kind + " " + posts + " by " + caller;
            case LOOKUP, FORGET -> kind + " " + posts;
        };
        return pause.isZero() ? question : question + ", then wait " + pause;
    }

    private String length() {
        return hold.equals(ClaimRequest.FOREVER) ? "forever" : "for " + hold;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

/** The rules of the contract that a store can show, under their numbers in the contract. */
enum Rule {
    ONE_WINNER(1, "of all claims of one fingerprint exactly one is CLAIMED while it is held"),
    ERROR_IS_NO_VERDICT(2, "an error is never a duplicate: only the store's explicit conflict answer becomes one"),
    KNOWS_ITSELF(3, "a claim knows itself: under the token that holds it, it is CLAIMED again and nothing changes"),
    OWNER_SAFE(5, "only the holder's token renews, confirms or releases a claim; forget alone removes anybody's"),
    FIXED_WINDOW(6, "a claim is held while now < expiresAt and free from that instant on; a sighting extends nothing"),
    LEASED_IS_NOT_DONE(
            7, "somebody else's lease is IN_FLIGHT, their confirmed claim DUPLICATE; confirmed stays confirmed"),
    BATCHES_ARE_SINGLES(8, "a batch of any size answers each fingerprint, in order, as if it had been asked alone"),
    NOTHING_IS_TRUNCATED(9, "all bits of a fingerprint and of a token count, and all digits of a hold"),
    DECLARED(11, "what a store cannot promise is declared; what it declares is true");

    private final int number;
    private final String sentence;

    Rule(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return "rule " + number + " (" + sentence + ")";
    }
}

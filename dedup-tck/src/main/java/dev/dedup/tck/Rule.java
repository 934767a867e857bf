// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

/** The rules of the contract that a store can show, under their numbers and names in the contract. */
enum Rule {
    ONE_WINNER(1, "One winner", "of all claims of one fingerprint exactly one is CLAIMED while it is held"),
    ERROR_IS_NO_VERDICT(
            2, "An error is never a duplicate", "only the store's explicit conflict answer becomes a verdict"),
    KNOWS_ITSELF(3, "A claim knows itself", "under the token that holds it, it is CLAIMED again and nothing changes"),
    OWNER_SAFE(
            5,
            "Owner-safe",
            "only the holder's token renews, confirms or releases a claim; forget alone removes anybody's"),
    FIXED_WINDOW(
            6, "Fixed window", "held while now < expiresAt, free from that instant on, and no sighting extends it"),
    LEASED_IS_NOT_DONE(
            7,
            "Leased is not done",
            "somebody else's lease is IN_FLIGHT, their confirmed claim DUPLICATE, and confirmed stays confirmed"),
    BATCHES_ARE_SINGLES(
            8,
            "Batches mean what singles mean",
            "a batch of any size answers each fingerprint, in order, as if it were alone"),
    NOTHING_IS_TRUNCATED(9, "Nothing is truncated", "every bit of a fingerprint, a token and a hold counts"),
    DECLARED(11, "Capabilities are data", "what a store cannot promise it declares, and what it declares is so");

    private final int number;
    private final String title;
    private final String sentence;

    Rule(int number, String title, String sentence) {
        this.number = number;
        this.title = title;
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return "rule " + number + " of the contract, " + title + ": " + sentence;
    }
}

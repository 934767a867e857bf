// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import dev.dedup.identity.Fingerprint;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Fingerprints that nobody has claimed yet. */
public final class Posts {
    private Posts() {}

    /**
     * Makes one up.
     *
     * @return a fingerprint at random
     */
    public static Fingerprint fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Fingerprint.of(random.nextLong(), random.nextLong());
    }

    /**
     * Makes several up.
     *
     * @param count how many
     * @return so many distinct ones
     */
    public static List<Fingerprint> fresh(int count) {
        return Stream.generate(Posts::fresh).distinct().limit(count).toList();
    }
}

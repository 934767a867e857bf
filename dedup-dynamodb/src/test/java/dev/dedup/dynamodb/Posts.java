// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Fingerprints that nobody has claimed yet. */
final class Posts {
    private Posts() {}

    static Fingerprint fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Fingerprint.of(random.nextLong(), random.nextLong());
    }

    static List<Fingerprint> fresh(int count) {
        return Stream.generate(Posts::fresh).limit(count).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.recent;

import dev.dedup.identity.Fingerprint;
import java.util.SplittableRandom;

/** An endless row of posts of which some are seen much more often than others, by Zipf's law; the same row each time. */
final class Sightings {
    private static final int POSTS = 1_000_000;

    private final SplittableRandom random = new SplittableRandom(17);
    private final double[] upTo = new double[POSTS];

    Sightings(double exponent) {
        double sum = 0;
        for (int post = 0; post < POSTS; post++) {
            sum += Math.pow(post + 1.0, -exponent);
            upTo[post] = sum;
        }
    }

    Fingerprint next() {
        return post(draw());
    }

    /** The fingerprint of one of the posts. */
    static Fingerprint post(long number) {
        return Fingerprint.of(mix(2 * number), mix(2 * number + 1));
    }

    private int draw() {
        double target = random.nextDouble(upTo[POSTS - 1]);
        int below = -1;
        int found = POSTS - 1;
        while (found - below > 1) {
            int middle = (below + found) >>> 1;
            if (upTo[middle] > target) {
                found = middle;
            } else {
                below = middle;
            }
        }
        return found;
    }

    private static long mix(long number) {
        return new SplittableRandom(number).nextLong();
    }
}

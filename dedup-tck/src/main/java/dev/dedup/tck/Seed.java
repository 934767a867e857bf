// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import java.security.SecureRandom;
import java.util.Random;

/** Where a test's shuffles and programs come from; printed when it fails. */
record Seed(long value) {
    static final String PROPERTY = "dedup.tck.seed";

    static Seed next() {
        Long fixed = Long.getLong(PROPERTY);
        return new Seed(fixed != null ? fixed : new SecureRandom().nextLong());
    }

    Random random() {
        return new Random(value);
    }

    @Override
    public String toString() {
        return "Seed " + value + "; the same shuffles and programs again: -D" + PROPERTY + "=" + value;
    }
}

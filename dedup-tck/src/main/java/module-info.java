// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The contract kit that every claim store passes. */
module dev.dedup.tck {
    requires transitive dev.dedup;
    requires transitive org.junit.jupiter.api;
    requires net.jqwik.api;
    requires org.assertj.core;
    requires static transitive org.jspecify;

    exports dev.dedup.tck;

    // The tests are package-private, and JUnit calls them by reflection.
    opens dev.dedup.tck to
            org.junit.platform.commons;
}

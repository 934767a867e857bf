// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table that holds the claims.
 *
 * @param schema its schema; null for the first on the connection's search path
 * @param name its name
 */
record ClaimTable(@Nullable String schema, String name) {
    static final ClaimTable DEFAULT = new ClaimTable(null, "dedup_claim");

    /** PostgreSQL cuts off the rest of a longer name, and two names may become one (NAMEDATALEN). */
    private static final int LONGEST_NAME = 63;

    ClaimTable {
        if (schema != null) {
            requireName("schema", schema);
        }
        requireName("table", name);
    }

    /** The table of these names, each null for the default. */
    static ClaimTable of(@Nullable String schema, @Nullable String name) {
        return new ClaimTable(schema, name == null ? DEFAULT.name : name);
    }

    static String requireName(String what, String name) {
        int bytes = Objects.requireNonNull(name, what).getBytes(UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The " + what + " name of a PostgreSQL store is " + bytes
                    + " bytes long; it must be 1 to " + LONGEST_NAME + " bytes without a NUL");
        }
        return name;
    }

    ClaimTable inSchema(String other) {
        return new ClaimTable(other, name);
    }

    ClaimTable named(String other) {
        return new ClaimTable(schema, other);
    }

    /** The name as it stands in a statement. */
    String quoted() {
        return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
    }

    /** Not by jOOQ, which forgoes the quotes where an application's settings on the class path have it do so. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** For messages. */
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}

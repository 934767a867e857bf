// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

/** The name of a store in messages: host, port and database, and nothing that may be a secret. */
final class StoreName {
    private static final String JDBC = "jdbc:postgresql://";

    private StoreName() {}

    /** What is left of a URL of the driver without its options and a login. */
    static String of(String jdbcUrl) {
        if (!jdbcUrl.startsWith(JDBC)) {
            return "postgres";
        }
        String rest = jdbcUrl.substring(JDBC.length());
        String place = rest.indexOf('?') < 0 ? rest : rest.substring(0, rest.indexOf('?'));
        return "postgres " + place.substring(place.lastIndexOf('@') + 1);
    }
}

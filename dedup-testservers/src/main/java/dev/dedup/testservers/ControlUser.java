// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.UUID;

/** The user by whom this helper, and its servers among themselves, log in; it is there beside whatever users a test sets up. */
final class ControlUser {
    static final String NAME = "dedup-test-control";
    static final String PASSWORD = UUID.randomUUID().toString();

    private ControlUser() {}

    static void addTo(ServerConfig config) {
        config.with("user", NAME, "on", ">" + PASSWORD, "~*", "&*", "+@all");
    }
}

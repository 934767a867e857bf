// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.ValkeyServerBuilder;

/** TLS where the server at hand was built with it; where it was not, it is left out, and that is printed. */
final class Tls {
    private static final boolean AT_HAND = isAtHand();

    private Tls() {}

    static ValkeyServerBuilder addTo(ValkeyServerBuilder server) {
        return AT_HAND ? server.tls() : server;
    }

    /** A URL that trusts the server's certificate, if it has one. */
    static String url(ValkeyServer server, String login) {
        String address = "://" + login + server.host() + ":" + server.port();
        return AT_HAND ? "valkeys" + address + "?ca=" + server.certificates().authorityFile() : "valkey" + address;
    }

    /** For what cannot be tested without; the test is then one of those that may be skipped. */
    static void assume() {
        assumeTrue(AT_HAND, "the server at hand was built without TLS");
    }

    @SuppressWarnings("SystemOut")
    private static boolean isAtHand() {
        boolean capable = ValkeyServer.isTlsCapable();
        if (!capable) {
            System.out.println("NOT TESTED with TLS: " + ValkeyServer.description() + " was built without it");
        }
        return capable;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import java.time.Duration;

/**
 * What to look at when no connection is made, by what is known of the settings.
 *
 * @param silence what it means that nobody answered
 * @param closed what to look at if the other side hung up or does not speak the protocol
 * @param notTls what to do if the server has no TLS on the port
 * @param certificate what to do if its certificate is not trusted
 */
record ConnectHints(String silence, String closed, String notTls, String certificate) {
    /** For a client whose settings are the application's own and not known here. */
    static final ConnectHints OF_BROUGHT_CLIENT = new ConnectHints(
            "no answer in the client's time; check host, port, firewall and TLS of the client",
            "; check host, port and TLS of the client",
            "set the client up without TLS or for the server's TLS port",
            "For a certificate of your own authority set the client's SslOptions");

    static ConnectHints of(boolean tls, Duration connectTimeout) {
        String plainOrTls =
                tls ? "; is it a port without TLS? Then use valkey://" : "; is it a TLS port? Then use valkeys://";
        return new ConnectHints(
                "no answer within " + connectTimeout + "; check host, port and firewall" + plainOrTls,
                plainOrTls,
                "use valkey:// or the server's TLS port",
                "For a certificate of your own authority give its file by ?ca=…");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once, at start, if the servers would drop claims to make room. */
final class EvictionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ValkeyClaimStore.class);

    private EvictionCheck() {}

    /** A server that does not let this user ask is taken as it is. */
    static void warn(Link link, String store) {
        try {
            link.infos("memory").stream()
                    .filter(EvictionCheck::evicts)
                    .findFirst()
                    .ifPresent(info -> warn(info, store));
        } catch (RedisException e) {
            LOG.debug("{}: the server's memory settings could not be read: {}", store, e.getMessage());
        }
    }

    private static boolean evicts(ServerInfo info) {
        return info.number("maxmemory").orElse(0) > 0
                && !info.text("maxmemory_policy").equals("noeviction")
                && !info.text("maxmemory_policy").isEmpty();
    }

    private static void warn(ServerInfo info, String store) {
        LOG.warn(
                "{}: the server's maxmemory-policy is {}: once it uses {} bytes it drops live claims without a word, and their posts"
                        + " are claimed again, as if they were new. Set maxmemory-policy noeviction; then a full server"
                        + " refuses new claims, which is an error and loses nothing.",
                store,
                info.text("maxmemory_policy"),
                info.number("maxmemory").orElse(0));
    }
}

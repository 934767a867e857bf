// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import java.util.List;
import java.util.function.Predicate;

/** The proxies between a store and its servers, of which any may see a request. */
record Wire(List<TcpProxy> proxies) {
    static Wire of(TcpProxy proxy) {
        return new Wire(List.of(proxy));
    }

    /** Requests that are about a fingerprint. */
    static Predicate<byte[]> about(Fingerprint post) {
        return TcpProxy.containing(new String(post.toBytes(), ISO_8859_1));
    }

    /** Sets a fault for the first such request at each server. */
    List<Fault> once(Predicate<byte[]> requests, ProxyAction action) {
        return proxies.stream().map(proxy -> proxy.once(requests, action)).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.TcpProxy;

/**
 * Cuts the connections through a proxy, and lets nobody connect again until it is over.
 *
 * @param proxy the proxy between a store and its server
 */
public record CutOff(TcpProxy proxy) implements StoreFaults {
    @Override
    public void breakConnection() {
        proxy.refuse();
        proxy.cutAll();
    }

    @Override
    public void restore() {
        proxy.accept();
    }
}

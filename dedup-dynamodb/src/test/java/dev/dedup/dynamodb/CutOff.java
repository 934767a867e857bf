// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.tck.StoreFaults;
import dev.dedup.testservers.TcpProxy;

/** Cuts a store off by closing the proxy between it and its server. */
record CutOff(TcpProxy proxy) implements StoreFaults {
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

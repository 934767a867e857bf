// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.reference;

import dev.dedup.identity.Fingerprint;
import dev.dedup.tck.StoreFaults;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Stands where a real store has its server: holds the claims, answers one question at a time, and can be cut off. */
public final class ReferenceServer implements StoreFaults {
    private final Map<Fingerprint, Held> claims = new HashMap<>();
    private boolean reachable = true;

    /** Asks one question, in which nobody else has a part. */
    public synchronized <T> T ask(Function<Map<Fingerprint, Held>, T> question) throws ConnectException {
        if (!reachable) {
            throw new ConnectException("connection refused");
        }
        return question.apply(claims);
    }

    @Override
    public synchronized void breakConnection() {
        reachable = false;
    }

    @Override
    public synchronized void restore() {
        reachable = true;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dedup.identity.Fingerprint;
import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;

/** What all keys of a store begin with; the 16 bytes of the fingerprint follow. */
record KeyPrefix(String text) {
    static final KeyPrefix DEFAULT = new KeyPrefix("d:");

    private static final int MAXIMUM_BYTES = 64;

    KeyPrefix {
        int length = text.getBytes(UTF_8).length;
        if (length > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("The key prefix takes " + length + " bytes; it may take " + MAXIMUM_BYTES
                    + ": every claim pays for it");
        }
        if (text.indexOf('{') >= 0) {
            throw new IllegalArgumentException("The key prefix '" + text
                    + "' has a {, with which a cluster would keep all claims on one node; choose a prefix without it");
        }
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    byte[] key(Fingerprint fingerprint) {
        byte[] prefix = bytes();
        byte[] key = Arrays.copyOf(prefix, prefix.length + Fingerprint.BYTES);
        fingerprint.writeTo(key, prefix.length);
        return key;
    }

    /** The slot of a cluster that the fingerprint's key is in. */
    int slot(Fingerprint fingerprint) {
        return SlotHash.getSlot(key(fingerprint));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dedup.identity.Fingerprint;
import io.lettuce.core.cluster.SlotHash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Distinct posts, each standing for itself as a fingerprint. */
final class Posts {
    private static final byte[] PREFIX = "d:".getBytes(US_ASCII);
    private static final long SEED = 20_260_101;

    private Posts() {}

    static List<Fingerprint> some(int count) {
        return endless().distinct().limit(count).toList();
    }

    /** Posts whose keys, under the default prefix, are in some slots of a cluster. */
    static List<Fingerprint> inSlots(Set<Integer> slots, int count) {
        return endless()
                .filter(post -> slots.contains(slot(post)))
                .distinct()
                .limit(count)
                .toList();
    }

    static int slot(Fingerprint post) {
        return SlotHash.getSlot(key(post));
    }

    /** The post's key in the layout that the store documents. */
    static byte[] key(Fingerprint post) {
        return ByteBuffer.allocate(PREFIX.length + Fingerprint.BYTES)
                .put(PREFIX)
                .put(post.toBytes())
                .array();
    }

    private static Stream<Fingerprint> endless() {
        Random random = new Random(SEED);
        return Stream.generate(() -> Fingerprint.of(random.nextLong(), random.nextLong()));
    }
}

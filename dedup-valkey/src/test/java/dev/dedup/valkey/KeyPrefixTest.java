// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.identity.Fingerprint;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

class KeyPrefixTest {
    private static final Fingerprint POST = Fingerprint.fromHex("00ff102030405060708090a0b0c0d0e0");

    @Test
    void comesBeforeTheBytesOfTheFingerprint() {
        byte[] key = new KeyPrefix("é:").key(POST);

        assertThat(key)
                .startsWith("é:".getBytes(UTF_8))
                .endsWith(POST.toBytes())
                .hasSize(3 + 16);
        assertThat(KeyPrefix.DEFAULT.text()).isEqualTo("d:");
        assertThat(new KeyPrefix("").key(POST)).isEqualTo(POST.toBytes());
    }

    @Test
    void tellsTheSlotOfTheWholeKey() {
        assertThat(new KeyPrefix("x").slot(POST)).isEqualTo(SlotHash.getSlot(new KeyPrefix("x").key(POST)));
    }

    @Test
    void takesUpTo64BytesOfUtf8() {
        assertThat(new KeyPrefix("p".repeat(64)).bytes()).hasSize(64);
        assertThat(new KeyPrefix("é".repeat(32)).bytes()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyPrefix("p".repeat(65)))
                .withMessage("The key prefix takes 65 bytes; it may take 64: every claim pays for it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyPrefix("é".repeat(33)))
                .withMessageContaining("66 bytes");
    }

    @Test
    void takesNoBraceWithWhichAllKeysWouldBeInOneSlot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyPrefix("{posts}:"))
                .withMessage(
                        "The key prefix '{posts}:' has a {, with which a cluster would keep all claims on one node;"
                                + " choose a prefix without it");
        assertThat(new KeyPrefix("a}b").text()).isEqualTo("a}b");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String HEX = "00112233445566778899aabbccddeeff";
    private static final Fingerprint SAMPLE = Fingerprint.of(0x0011223344556677L, 0x8899AABBCCDDEEFFL);

    @Test
    void isWrittenMostSignificantByteFirst() {
        assertThat(SAMPLE.toHex()).isEqualTo(HEX).hasToString(SAMPLE.toString());
        assertThat(SAMPLE.toBytes())
                .startsWith(0x00, 0x11, 0x22)
                .endsWith(0xEE, 0xFF)
                .hasSize(Fingerprint.BYTES);
    }

    @Test
    void readsHexInEitherCase() {
        assertThat(Fingerprint.fromHex(HEX)).isEqualTo(SAMPLE);
        assertThat(Fingerprint.fromHex("00112233445566778899AABBCCDDEEFF")).isEqualTo(SAMPLE);
    }

    @Test
    void keepsItsHalves() {
        assertThat(SAMPLE.high()).isEqualTo(0x0011223344556677L);
        assertThat(SAMPLE.low()).isEqualTo(0x8899AABBCCDDEEFFL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00112233445566778899aabbccddeef",
                "00112233445566778899aabbccddeeff0",
                "00112233445566778899aabbccddeefg",
                "+0112233445566778899aabbccddeeff",
                "\uFF1000112233445566778899aabbccddee"
            })
    void rejectsWhatIsNoHex(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.fromHex(text))
                .withMessageContainingAll("32 hexadecimal digits", text.length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 32})
    void rejectsAnotherNumberOfBytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprint.ofBytes(new byte[length]))
                .withMessageContainingAll("16 bytes", length + " were given");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> Fingerprint.fromHex(null));
        assertThatNullPointerException().isThrownBy(() -> Fingerprint.ofBytes(null));
    }

    @Test
    void doesNotKeepTheCallersArray() {
        byte[] bytes = SAMPLE.toBytes();
        Fingerprint copy = Fingerprint.ofBytes(bytes);
        bytes[0] = 1;
        assertThat(copy).isEqualTo(SAMPLE);
    }

    @Test
    void writesIntoAnArrayOrNotAtAll() {
        byte[] target = new byte[18];
        SAMPLE.writeTo(target, 1);
        assertThat(Arrays.copyOfRange(target, 1, 17)).isEqualTo(SAMPLE.toBytes());

        byte[] tooSmall = new byte[18];
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SAMPLE.writeTo(tooSmall, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> SAMPLE.writeTo(tooSmall, -1));
        assertThat(tooSmall).containsOnly(0);
    }

    @Property
    void comesBackFromBytesAndHex(@ForAll long high, @ForAll long low) {
        Fingerprint fingerprint = Fingerprint.of(high, low);
        assertThat(Fingerprint.ofBytes(fingerprint.toBytes()))
                .isEqualTo(fingerprint)
                .hasSameHashCodeAs(fingerprint);
        assertThat(Fingerprint.fromHex(fingerprint.toHex())).isEqualTo(fingerprint);
    }

    @Property
    void isOrderedAsItsBytesAre(@ForAll long high, @ForAll long low, @ForAll long otherHigh, @ForAll long otherLow) {
        assertOrder(Fingerprint.of(high, low), Fingerprint.of(otherHigh, otherLow));
        assertOrder(Fingerprint.of(high, low), Fingerprint.of(high, otherLow));
    }

    private static void assertOrder(Fingerprint one, Fingerprint other) {
        int expected = Arrays.compareUnsigned(one.toBytes(), other.toBytes());
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(expected));
        assertThat(one.equals(other)).isEqualTo(expected == 0);
    }

    @Test
    void differsInEitherHalf() {
        assertThat(SAMPLE)
                .isNotEqualTo(Fingerprint.of(SAMPLE.high(), 0))
                .isNotEqualTo(Fingerprint.of(0, SAMPLE.low()))
                .isNotEqualTo(HEX)
                .isNotEqualTo(null);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeldValueTest {
    @Property
    void comesBackAsItWasWritten(@ForAll long token, @ForAll ClaimState state) throws ForeignValueException {
        HeldValue value = new HeldValue(state, new ClaimToken(token));

        HeldValue read = HeldValue.parse(value.toBytes());

        assertThat(read).isEqualTo(value);
        assertThat(read.isHeldBy(new ClaimToken(token))).isTrue();
        assertThat(read.isHeldBy(new ClaimToken(token + 1))).isFalse();
    }

    /** Two values that read alike but are other bytes would be two owners to a script, and one here. */
    @Property
    void whatIsReadIsWhatWouldBeWritten(@ForAll byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        try {
            assertThat(HeldValue.parse(bytes)).hasToString(text);
        } catch (ForeignValueException foreign) {
            assertThat(text).doesNotMatch("L?(0|-?[1-9][0-9]{0,17})");
        }
    }

    @Test
    void isADecimalNumberAfterAnLWhileLeased() {
        assertThat(new HeldValue(CONFIRMED, new ClaimToken(-42)).toBytes()).isEqualTo("-42".getBytes(US_ASCII));
        assertThat(new HeldValue(LEASED, new ClaimToken(Long.MAX_VALUE)).toBytes())
                .isEqualTo("L9223372036854775807".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "L",
                "-",
                "-0",
                "L-0",
                "007",
                "+7",
                " 7",
                "7 ",
                "7\n",
                "7.0",
                "1e3",
                "l7",
                "LL7",
                "9223372036854775808",
                "-9223372036854775809",
                "L9223372036854775808",
                "v",
                "V2:7",
                "hello",
                "\u0667"
            })
    void takesNoOtherText(String text) {
        assertThatExceptionOfType(ForeignValueException.class)
                .isThrownBy(() -> HeldValue.parse(text.getBytes(ISO_8859_1)))
                .withMessage(
                        "its key holds a value of " + text.length()
                                + " bytes that is no claim: something else writes under this prefix; give dedup a prefix of its own");
    }

    @ParameterizedTest
    @CsvSource({"v2:77, 2", "v2, 2", "v10:L7, 10", "v1234567:x, 12345"})
    void namesALaterLayout(String text, String layout) {
        assertThatExceptionOfType(ForeignValueException.class)
                .isThrownBy(() -> HeldValue.parse(text.getBytes(US_ASCII)))
                .withMessage("its key holds a claim of record layout " + layout
                        + ", and this version reads layout 1; upgrade dedup here");
    }
}

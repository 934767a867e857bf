// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextNormalizerTest {
    /** A rule as a user would write it: the interface's own methods and no more. */
    private static final TextNormalizer DIGITS = new TextNormalizer() {
        @Override
        public String id() {
            return "digits-1";
        }

        @Override
        public String normalize(String text) {
            return text.replaceAll("[^0-9]", "");
        }
    };

    @Provide
    Arbitrary<String> texts() {
        return Texts.any();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact-1", "case-space-1"})
    void isFoundByItsId(String id) {
        TextNormalizer normalizer = TextNormalizer.named(id);
        assertThat(normalizer.id()).isEqualTo(id);
        assertThat(normalizer.forHandles().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exact", "exact-2", "Case-Space-1", " exact-1"})
    void anUnknownIdIsAnErrorThatNamesTheKnownOnes(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextNormalizer.named(id))
                .withMessageContainingAll("\"" + id + "\"", "exact-1", "case-space-1");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> TextNormalizer.named(null));
    }

    @Property
    void exactLeavesEveryTextAsItIs(@ForAll("texts") String text) {
        TextNormalizer exact = TextNormalizer.exact1();
        assertThat(exact.normalize(text)).isEqualTo(text);
        assertThat(exact.forHandles().normalize("@" + text)).isEqualTo("@" + text);
        assertThat(exact.isBlank(text)).isEqualTo(text.isEmpty());
    }

    @Test
    void aUsersRuleIsBlankWhereItLeavesNothing() {
        assertThat(DIGITS.isBlank("no digits")).isTrue();
        assertThat(DIGITS.isBlank("1 digit")).isFalse();
    }

    @Test
    void aUsersRuleTreatsHandlesAsAnyText() {
        assertThat(DIGITS.forHandles()).isSameAs(DIGITS);
    }

    @Test
    void aUsersRuleIsHashedAsTheTextItLeaves() {
        Fingerprinter<String> digits =
                Fingerprinter.of("number/digits-1", List.of(new TextField<>(text -> text, DIGITS)));
        assertThat(digits.fingerprint("(0) 12-3").toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("number/digits-1", List.of("0123")));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.util.VersionInfo;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Unicode13Test {
    @Test
    void theOracleIsUnicode13() {
        assertThat(UCharacter.getUnicodeVersion()).isEqualTo(VersionInfo.UNICODE_13_0);
    }

    @Test
    void theTablesAreWhatTheGeneratorPrints() {
        assertThat(words(Unicode13.LOWER_CASE)).isEqualTo(String.join(" ", Unicode13Generator.lowerCase()));
        assertThat(words(Unicode13.CASED)).isEqualTo(String.join(" ", Unicode13Generator.ranges(UProperty.CASED)));
        assertThat(words(Unicode13.CASE_IGNORABLE))
                .isEqualTo(String.join(" ", Unicode13Generator.ranges(UProperty.CASE_IGNORABLE)));
    }

    private static String words(String table) {
        return table.strip().replaceAll("\\s+", " ");
    }

    @Test
    void casedAndCaseIgnorableAgreeForEveryCodePoint() {
        assertThat(codePoints()
                        .filter(c -> CodePointSet.CASED.contains(c) != UCharacter.hasBinaryProperty(c, UProperty.CASED)
                                || CodePointSet.CASE_IGNORABLE.contains(c)
                                        != UCharacter.hasBinaryProperty(c, UProperty.CASE_IGNORABLE)))
                .isEmpty();
    }

    @Test
    void lowerCaseAgreesForEveryCodePointButThoseThatNeedMoreThanOne() {
        IntStream differing = codePoints()
                .filter(c -> !CodePointSet.WHITE_SPACE.contains(c)
                        && !ContextFold.CHARS.contains(c)
                        && lower(c) != UCharacter.toLowerCase(c));
        assertThat(differing).isEmpty();
    }

    private static int lower(int codePoint) {
        return Character.isBmpCodePoint(codePoint)
                ? FoldTable.fold((char) codePoint)
                : LowerCaseRun.lowerSupplementary(codePoint);
    }

    @Test
    void noWhiteSpaceHasCaseOrIsIgnoredBesideASigma() {
        assertThat(CodePointSet.WHITE_SPACE
                        .codePoints()
                        .filter(c -> CodePointSet.CASED.contains(c) || CodePointSet.CASE_IGNORABLE.contains(c)))
                .isEmpty();
    }

    private static IntStream codePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }
}

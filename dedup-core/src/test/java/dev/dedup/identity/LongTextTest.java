// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Texts longer than the buffers, which go through them piece by piece. */
class LongTextTest {
    private static final String SCHEME = "pair/case-space-1";

    private record Pair(String first, String second) {}

    private static final Fingerprinter<Pair> CASE_SPACE = Fingerprinter.of(
            SCHEME,
            List.of(
                    new TextField<>(Pair::first, TextNormalizer.caseSpace1()),
                    new TextField<>(Pair::second, TextNormalizer.caseSpace1())));

    private static final Fingerprinter<Pair> EXACT = Fingerprinter.ofFields("pair/exact-1", Pair::first, Pair::second);

    @Provide
    Arbitrary<String> texts() {
        return Texts.any();
    }

    @Provide
    Arbitrary<String> ascii() {
        return Texts.ascii();
    }

    @Property(tries = 400)
    void aPieceMayEndAnywhere(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = Workspace.PIECE - 60, max = Workspace.PIECE + 5) int before,
            @ForAll @IntRange(min = 0, max = 3) int after) {
        String crossing = "Z".repeat(before) + text + "\u0130\u3000".repeat(after * Workspace.PIECE / 2) + text;
        assertMatchesReference(crossing, text);
        assertMatchesReference(text, crossing);
    }

    @Property(tries = 200)
    void severalLongFieldsFollowEachOther(
            @ForAll("texts") String text, @ForAll @IntRange(min = 0, max = 2 * Workspace.PIECE) int fill) {
        String one = "\u4E00".repeat(fill) + text;
        assertMatchesReference(one, text + one);
    }

    private static void assertMatchesReference(String first, String second) {
        Pair pair = new Pair(first, second);
        assertThat(CASE_SPACE.fingerprint(pair).toHex())
                .isEqualTo(ReferenceIdentity.fingerprint(
                        SCHEME, List.of(ReferenceIdentity.caseSpace(first), ReferenceIdentity.caseSpace(second))));
        assertThat(EXACT.fingerprint(pair).toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("pair/exact-1", List.of(first, second)));
        assertThat(TextNormalizer.caseSpace1().normalize(first))
                .isEqualTo(ReferenceIdentity.wellFormed(ReferenceIdentity.caseSpace(first)));
    }

    @Property(tries = 400)
    void aPieceOfAsciiMayEndAnywhere(
            @ForAll("ascii") String text,
            @ForAll @IntRange(min = Workspace.PIECE - 60, max = Workspace.PIECE + 5) int before) {
        assertMatchesReference("  Z".repeat(before / 3) + text + text, text);
    }

    @Test
    void aPairOfSurrogatesIsNotSplitAtThePieceEnd() {
        for (int before = Workspace.PIECE - 3; before <= Workspace.PIECE + 1; before++) {
            assertMatchesReference("x".repeat(before) + "\uD801\uDC00\uD83D\uDE00y", "");
            assertMatchesReference("x".repeat(before) + "\uD801\uD801\uD801", "\uDC00");
        }
    }

    @Test
    void aSigmaLooksBeyondThePieceEnd() {
        String ignorable = ".".repeat(2 * Workspace.PIECE);
        assertMatchesReference("A" + ignorable + "\u03A3" + ignorable + "B", "A" + ignorable + "\u03A3" + ignorable);
    }

    @Test
    void twelveMillionCharactersHaveAFingerprint() {
        String huge = "Word  ".repeat(2_000_000);
        Fingerprinter<String> fingerprinter = Fingerprinter.of(
                "huge/case-space-1", List.of(new TextField<>(Function.identity(), TextNormalizer.caseSpace1())));
        String normal = "word ".repeat(2_000_000).stripTrailing();
        assertThat(fingerprinter.fingerprint(huge).toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("huge/case-space-1", List.of(normal)));
    }
}

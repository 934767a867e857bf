// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprinterTest {
    private record Article(String site, String title) {}

    private static final Fingerprinter<Article> ARTICLES =
            Fingerprinter.ofFields("article/site+title-1", Article::site, Article::title);

    @Provide
    Arbitrary<List<String>> texts() {
        return Texts.any().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> alike() {
        return Texts.alike().list().ofMinSize(1).ofMaxSize(3);
    }

    /** Reads as many fields as the list has. */
    private static Fingerprinter<List<String>> fields(String scheme, int count, TextNormalizer normalizer) {
        return Fingerprinter.of(
                scheme,
                IntStream.range(0, count)
                        .mapToObj(i -> new TextField<List<String>>(list -> list.get(i), normalizer))
                        .toList());
    }

    @Test
    void keepsTheBordersOfFields() {
        assertThat(ARTICLES.fingerprint(new Article("a#b", "c")))
                .isNotEqualTo(ARTICLES.fingerprint(new Article("a", "b#c")))
                .isEqualTo(ARTICLES.fingerprint(new Article("a#b", "c")));
    }

    @Property(tries = 3_000)
    void differsExactlyWhereTheTextsDiffer(@ForAll("alike") List<String> one, @ForAll("alike") List<String> other) {
        Fingerprint first = fields("any-1", one.size(), TextNormalizer.exact1()).fingerprint(one);
        Fingerprint second =
                fields("any-1", other.size(), TextNormalizer.exact1()).fingerprint(other);
        assertThat(first.equals(second)).isEqualTo(one.equals(other));
    }

    @Property(tries = 3_000)
    void differsForAnyOtherSplitOfTheSameText(@ForAll("alike") List<String> texts) {
        String joined = String.join("", texts);
        Fingerprinter<Article> pairs = ARTICLES;
        long distinct = IntStream.rangeClosed(0, joined.length())
                .mapToObj(i -> pairs.fingerprint(new Article(joined.substring(0, i), joined.substring(i))))
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(joined.length() + 1L);
    }

    @Property(tries = 5_000)
    void isWhatTheReferenceSaysOfExactTexts(@ForAll("texts") List<String> texts) {
        Fingerprint fingerprint =
                fields("any-1", texts.size(), TextNormalizer.exact1()).fingerprint(texts);
        assertThat(fingerprint.toHex()).isEqualTo(ReferenceIdentity.fingerprint("any-1", texts));
    }

    @Property(tries = 5_000)
    void isWhatTheReferenceSaysOfNormalisedTexts(@ForAll("texts") List<String> texts) {
        Fingerprint fingerprint =
                fields("any-1", texts.size(), TextNormalizer.caseSpace1()).fingerprint(texts);
        List<String> normal = texts.stream().map(ReferenceIdentity::caseSpace).toList();
        assertThat(fingerprint.toHex()).isEqualTo(ReferenceIdentity.fingerprint("any-1", normal));
    }

    @Test
    void anotherSchemeIsAnotherFingerprint() {
        Function<String, String> text = Function.identity();
        assertThat(Fingerprinter.ofFields("a-1", text).fingerprint("x"))
                .isNotEqualTo(Fingerprinter.ofFields("a-2", text).fingerprint("x"));
    }

    @Test
    void takesSchemeNamesUpTo255Characters() {
        String longest = "s".repeat(255);
        assertThat(Fingerprinter.ofFields(longest, Function.<String>identity())
                        .fingerprint("x")
                        .toHex())
                .isEqualTo(ReferenceIdentity.fingerprint(longest, List.of("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "caf\u00E9", "line\n", "\u007F"})
    void rejectsASchemeNameThatIsNotVisibleAscii(String scheme) {
        assertRejected(scheme);
    }

    @Test
    void rejectsASchemeNameThatIsTooLong() {
        assertRejected("s".repeat(256));
    }

    private static void assertRejected(String scheme) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprinter.ofFields(scheme, Function.<String>identity()))
                .withMessageContainingAll("\"" + scheme + "\"", scheme.length() + " characters", "1 to 255");
    }

    @Test
    void rejectsASchemeWithoutFields() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fingerprinter.ofFields("empty-1"))
                .withMessageContainingAll("empty-1", "no field");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void namesTheFieldThatIsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> ARTICLES.fingerprint(new Article("site", null)))
                .withMessageContainingAll("Field 2 of 2", "article/site+title-1");
        assertThat(ARTICLES.fingerprint(new Article("a", "b")).toHex())
                .as("a failure leaves nothing behind")
                .isEqualTo(ReferenceIdentity.fingerprint("article/site+title-1", List.of("a", "b")));
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> ARTICLES.fingerprint(null));
        assertThatNullPointerException()
                .isThrownBy(() -> Fingerprinter.of(null, List.of(TextField.of(String::toString))));
        assertThatNullPointerException().isThrownBy(() -> TextField.of(null));
        assertThatNullPointerException().isThrownBy(() -> new TextField<>(String::toString, null));
    }

    @Test
    void aFieldMayFingerprintToo() {
        Fingerprinter<Article> nested = Fingerprinter.ofFields(
                "nested-1",
                Article::site,
                article -> ARTICLES.fingerprint(article).toHex());
        String inner = ReferenceIdentity.fingerprint("article/site+title-1", List.of("a", "b"));
        assertThat(nested.fingerprint(new Article("a", "b")).toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("nested-1", List.of("a", inner)));
    }
}

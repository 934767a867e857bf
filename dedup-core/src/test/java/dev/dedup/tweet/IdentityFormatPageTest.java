// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.ReferenceIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page on the format promises to other languages. */
class IdentityFormatPageTest {
    private static final String PAGE = read(Path.of("..", "docs", "identity-format.md"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `.*`([0-9a-f]{32})` \\|$");
    private static final Pattern HEX_LINE = Pattern.compile("(?m)^((?:[0-9a-f]{2} ?)+)(?:  .*)?$");

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> rows() {
        return ROW.matcher(PAGE).results().map(MatchResult::group);
    }

    @Test
    void hasVectors() {
        assertThat(rows()).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itsVectorsAreRight(String row) {
        List<String> cells = Arrays.stream(row.split("\\|", -1))
                .map(IdentityFormatPageTest::cell)
                .toList();
        Tweet.Builder tweet = Tweet.builder().id(cells.get(2)).message(cells.get(4));
        tweet.handle(cells.get(3).isEmpty() ? "@any" : cells.get(3));
        assertThat(TweetIdentity.of(cells.get(1)).fingerprint(tweet.build())).hasToString(cells.get(5));
    }

    /** A cell's text without its quotes; a blank one is described instead of shown. */
    private static String cell(String cell) {
        String text = cell.strip();
        return text.startsWith("U+0020 U+00A0") ? " \u00A0" : text.replace("`", "");
    }

    @Test
    void itsWorkedExampleIsRight() {
        String example = PAGE.substring(PAGE.indexOf("## Worked example"), PAGE.indexOf("## Some vectors"));
        byte[] bytes = HexFormat.of()
                .parseHex(HEX_LINE.matcher(example)
                        .results()
                        .map(line -> line.group(1).replace(" ", ""))
                        .reduce("", String::concat));
        String scheme = "handle+message/case-space-1";
        assertThat(bytes).isEqualTo(ReferenceIdentity.encode(scheme, List.of("johnd", "hello world!")));
        assertThat(example)
                .contains(TweetIdentity.of(scheme)
                        .fingerprint(Tweet.of("@JohnD", " Hello\tworld! \n"))
                        .toHex());
    }
}

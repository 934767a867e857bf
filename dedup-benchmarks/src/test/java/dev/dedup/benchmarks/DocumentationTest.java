// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a reader of the documentation relies on, besides the samples, which the contract kit's module compares. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final int FIRST_SAMPLE_BEGINS_BY = 25;
    private static final int LONGEST_FIRST_SAMPLE = 12;

    @TestFactory
    Stream<DynamicTest> everyLinkToAFileLeadsToOne() {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(page.toString(), () -> assertLinksLeadSomewhere(page)));
    }

    @Test
    void thePagesAreFound() {
        assertThat(pages()).hasSizeGreaterThan(10);
    }

    @Test
    void theReadmeShowsAShortSampleAtOnce() {
        List<String> readme = readme().lines().toList();
        int begin = readme.indexOf("```java");
        int end = begin + readme.subList(begin, readme.size()).indexOf("```");
        assertThat(begin + 1).isBetween(1, FIRST_SAMPLE_BEGINS_BY);
        assertThat(end - begin - 1).isBetween(1, LONGEST_FIRST_SAMPLE);
    }

    @Test
    void theReadmeNamesTheVersionThatIsBuilt() {
        assertThat(readme()).contains("<version>" + Reactor.version() + "</version>");
    }

    private static void assertLinksLeadSomewhere(Path page) {
        LINK.matcher(text(page))
                .results()
                .map(link -> link.group(1))
                .forEach(target -> assertThat(page.resolveSibling(target)).exists());
    }

    private static List<Path> pages() {
        try (Stream<Path> top = Files.list(Reactor.root());
                Stream<Path> docs = Files.walk(Reactor.root().resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readme() {
        return text(Reactor.root().resolve("README.md"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every Java sample of the documentation is a region of a file that is compiled and tested. */
class SnippetsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();

    @TestFactory
    Stream<DynamicTest> everySampleIsARegionOfItsSource() throws IOException {
        return snippets().stream()
                .map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> {
                    assertThat(snippet.source())
                            .as("comment '<!-- snippet: path#region -->' on the line before %s", snippet)
                            .isPresent();
                    assertThat(snippet.code()).as("sample at %s", snippet).isEqualTo(snippet.actual(ROOT));
                }));
    }

    @Test
    void findsTheSamples() throws IOException {
        assertThat(snippets()).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void takesARegionWithoutItsIndentationAndInnerMarkers(@TempDir Path root) throws IOException {
        Files.writeString(root.resolve("A.java"), """
                class A {
                    // region all
                    int a;

                    // region part
                        int b;
                    // endregion
                    // endregion
                    int c;
                }
                """);
        Files.writeString(root.resolve("page.md"), """
                <!-- snippet: A.java#all -->
                ```java
                int a;

                    int b;
                ```
                ```java
                loose
                ```
                <!-- snippet: A.java#part -->
                ```java
                int c;
                ```
                """);
        List<Snippet> snippets = Snippet.of(root, Path.of("page.md"));

        assertThat(snippets.get(0).code()).isEqualTo(snippets.get(0).actual(root));
        assertThat(snippets.get(1).source()).isEmpty();
        assertThat(snippets.get(2).code()).isNotEqualTo(snippets.get(2).actual(root));
    }

    private static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            snippets.addAll(Snippet.of(ROOT, page));
        }
        return snippets;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Java sample in a page of Markdown.
 *
 * <p>The line before its fence says where it comes from: {@code <!-- snippet: path/of/File.java#region -->}. The region is what
 * stands in the file between {@code // region name} and {@code // endregion}, without the markers of other regions.
 *
 * @param page the page, relative to the project's root
 * @param line the number of the line with the fence
 * @param source what the comment before it names, if there is one
 * @param code what the page shows
 */
record Snippet(Path page, int line, Optional<String> source, String code) {
    private static final Pattern SOURCE = Pattern.compile("<!-- snippet: (\\S+) -->");
    private static final Pattern MARKER = Pattern.compile("\\s*// (region .*|endregion)");

    /** Returns the Java samples of a page. */
    static List<Snippet> of(Path root, Path page) throws IOException {
        List<String> lines = Files.readAllLines(root.resolve(page));
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("```java")) {
                List<String> code = lines.subList(i + 1, i + 1 + fence(lines.subList(i + 1, lines.size())));
                snippets.add(
                        new Snippet(page, i + 1, i == 0 ? Optional.empty() : source(lines.get(i - 1)), dedent(code)));
            }
        }
        return snippets;
    }

    /** Returns the code that the source has now. */
    String actual(Path root) throws IOException {
        String[] parts = source.orElseThrow().split("#", 2);
        List<String> lines = Files.readAllLines(root.resolve(parts[0]));
        return dedent(parts.length == 1 ? lines : region(lines, parts[1]));
    }

    @Override
    public String toString() {
        return page + ":" + line;
    }

    private static Optional<String> source(String before) {
        Matcher matcher = SOURCE.matcher(before.strip());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static int fence(List<String> rest) {
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).strip().equals("```")) {
                return i;
            }
        }
        return rest.size();
    }

    private static List<String> region(List<String> lines, String name) {
        List<String> region = new ArrayList<>();
        int depth = 0;
        for (String line : lines) {
            if (depth > 0 || line.strip().equals("// region " + name)) {
                depth += depthChange(line);
                region.add(line);
            }
        }
        if (region.isEmpty()) {
            throw new IllegalArgumentException("There is no '// region " + name + "'");
        }
        return region;
    }

    private static int depthChange(String line) {
        if (!MARKER.matcher(line).matches()) {
            return 0;
        }
        return line.strip().equals("// endregion") ? -1 : 1;
    }

    private static String dedent(List<String> lines) {
        return lines.stream()
                .filter(line -> !MARKER.matcher(line).matches())
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .strip();
    }
}

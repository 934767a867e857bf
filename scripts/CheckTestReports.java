// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Fails the build of a module that has classes and ran no test, or that skipped a test which is not listed with its reason.
 *
 * <p>Arguments: the module's build directory; the list: one {@code class#method: reason} a line, {@code #} at the start of a line for
 * a comment; and when the build began. A report from before that is of an earlier build, perhaps of a test that is gone, and says
 * nothing.
 */
final class CheckTestReports {
    private final Path target;
    private final Map<String, String> reasons;
    private final Instant began;

    private CheckTestReports(Path target, Map<String, String> reasons, Instant began) {
        this.target = target;
        this.reasons = reasons;
        this.began = began;
    }

    public static void main(String[] args) throws Exception {
        var check = new CheckTestReports(Path.of(args[0]), reasons(Path.of(args[1])), Instant.parse(args[2]));
        var problems = check.problems();
        problems.forEach(System.err::println);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static Map<String, String> reasons(Path list) throws IOException {
        var reasons = new TreeMap<String, String>();
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("# ")) {
                continue;
            }
            var parts = line.split(":", 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new IllegalArgumentException(
                        list + ": \"" + line + "\" has no reason; write <class>#<method>: <reason>");
            }
            reasons.put(parts[0].strip(), parts[1].strip());
        }
        return reasons;
    }

    private List<String> problems() throws Exception {
        var cases = testCases();
        var problems = new ArrayList<String>();
        if (cases.isEmpty() && hasClasses()) {
            problems.add(target + " holds classes, but no test ran; give the module a test");
        }
        cases.stream().filter(CheckTestReports::isSkipped).map(this::judge).forEach(problems::addAll);
        return problems;
    }

    private List<String> judge(Element skipped) {
        String name = skipped.getAttribute("classname") + "#" + skipped.getAttribute("name");
        String reason = reasons.get(name);
        if (reason == null) {
            return List.of(name + " was skipped; make it run, or list it with its reason in docs/skipped-tests.txt");
        }
        System.out.println("Skipped as listed: " + name + ": " + reason);
        return List.of();
    }

    private static boolean isSkipped(Element testCase) {
        return testCase.getElementsByTagName("skipped").getLength() > 0;
    }

    private boolean hasClasses() throws IOException {
        Path classes = target.resolve("classes");
        if (!Files.exists(classes)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".class") && !name.endsWith("-info.class"));
        }
    }

    private List<Element> testCases() throws IOException {
        Path reports = target.resolve("surefire-reports");
        if (!Files.exists(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(reports)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(this::isOfThisBuild)
                    .flatMap(CheckTestReports::testCases)
                    .toList();
        }
    }

    private boolean isOfThisBuild(Path report) {
        try {
            return !Files.getLastModifiedTime(report).toInstant().isBefore(began);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Element> testCases(Path report) {
        try {
            var nodes = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
            return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException e) {
            throw new IllegalStateException(report + " is not a readable test report; run mvn clean verify", e);
        }
    }
}

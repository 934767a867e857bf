// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Fails the build of a module that has classes and ran no test, that has a class of properties of which none ran, or that skipped a test
 * which is not listed with its reason.
 *
 * <p>Properties need an engine besides JUnit's own, without which the other tests of a module run and nobody misses them.
 *
 * <p>Arguments: the module's build directory; the list: one {@code class#method: reason} a line, {@code #} at the start of a line for
 * a comment; and when the build began. A report from before that is of an earlier build, perhaps of a test that is gone, and says
 * nothing.
 */
final class CheckTestReports {
    private static final String PROPERTY = "Lnet/jqwik/api/Property;";

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
        if (cases.isEmpty() && (holdsClasses("classes") || holdsClasses("test-classes"))) {
            problems.add(target + " holds classes, but no test ran; give the module a test");
        }
        var reported =
                cases.stream().map(test -> test.getAttribute("classname")).collect(Collectors.toSet());
        propertyTests()
                .filter(name -> !reported.contains(name))
                .forEach(
                        name -> problems.add(
                                name
                                        + " has properties, of which none ran; give the module jqwik's engine, or run all of its tests"));
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

    private boolean holdsClasses(String directory) throws IOException {
        return classes(directory).stream().anyMatch(file -> !file.toString().endsWith("-info.class"));
    }

    /** The test classes, by Surefire's rule for their names, that jqwik runs; a method's annotation is in its class's constants. */
    private Stream<String> propertyTests() throws IOException {
        Path root = target.resolve("test-classes");
        return classes("test-classes").stream()
                .filter(file -> file.toString().endsWith("Test.class"))
                .filter(CheckTestReports::hasProperties)
                .map(file -> root.relativize(file)
                        .toString()
                        .replaceAll("\\.class$", "")
                        .replace('/', '.'));
    }

    private static boolean hasProperties(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(PROPERTY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> classes(String directory) throws IOException {
        Path classes = target.resolve(directory);
        if (!Files.exists(classes)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
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

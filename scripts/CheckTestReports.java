// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Fails the build of a module that has classes and ran no test, that has a property which did not run, or that skipped a test which is not
 * listed with its reason.
 *
 * <p>Properties need an engine besides JUnit's own, without which the other tests of a module run, also those beside a property in one
 * class, and nobody misses them.
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
        var reported = cases.stream().map(CheckTestReports::method).collect(Collectors.toSet());
        properties()
                .filter(property -> !reported.contains(property))
                .forEach(property -> problems.add(property
                        + " is a property and did not run; give the module jqwik's engine, or run all of its tests"));
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

    /** Class and method of a report, without the parameters and numbers that may follow. */
    private static String method(Element testCase) {
        return testCase.getAttribute("classname") + "#"
                + testCase.getAttribute("name").replaceAll("[(\\[].*", "");
    }

    /** What jqwik runs of the test classes, by Surefire's rule for their names. */
    private Stream<String> properties() throws IOException {
        return classes("test-classes").stream()
                .filter(file -> file.toString().endsWith("Test.class"))
                .flatMap(this::properties);
    }

    private Stream<String> properties(Path file) {
        String name = target.resolve("test-classes")
                .relativize(file)
                .toString()
                .replaceAll("\\.class$", "")
                .replace('/', '.');
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return new ClassFile(in).methodsWith(PROPERTY).stream().map(method -> name + "#" + method);
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

/** As much of a class file as it takes to find the methods that have an annotation (The Java Virtual Machine Specification, chapter 4). */
final class ClassFile {
    private static final String ANNOTATIONS = "RuntimeVisibleAnnotations";

    private final DataInputStream in;
    private final Map<Integer, String> texts = new TreeMap<>();

    ClassFile(DataInputStream in) {
        this.in = in;
    }

    List<String> methodsWith(String annotation) throws IOException {
        in.skipNBytes(8);
        readConstants();
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        membersWith(annotation);
        return membersWith(annotation);
    }

    private void readConstants() throws IOException {
        int count = in.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(index, in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    index++;
                }
                default -> throw new IOException("a constant of the unknown kind " + tag);
            }
        }
    }

    private List<String> membersWith(String annotation) throws IOException {
        var names = new ArrayList<String>();
        for (int members = in.readUnsignedShort(); members > 0; members--) {
            in.skipNBytes(2);
            String name = texts.get(in.readUnsignedShort());
            in.skipNBytes(2);
            if (annotations().contains(annotation)) {
                names.add(name);
            }
        }
        return names;
    }

    private List<String> annotations() throws IOException {
        var types = new ArrayList<String>();
        for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            String name = texts.get(in.readUnsignedShort());
            int length = in.readInt();
            if (name.equals(ANNOTATIONS)) {
                for (int annotations = in.readUnsignedShort(); annotations > 0; annotations--) {
                    types.add(annotation());
                }
            } else {
                in.skipNBytes(length);
            }
        }
        return types;
    }

    private String annotation() throws IOException {
        String type = texts.get(in.readUnsignedShort());
        for (int elements = in.readUnsignedShort(); elements > 0; elements--) {
            in.skipNBytes(2);
            skipValue();
        }
        return type;
    }

    private void skipValue() throws IOException {
        switch (in.readUnsignedByte()) {
            case 'e' -> in.skipNBytes(4);
            case '@' -> annotation();
            case '[' -> {
                for (int values = in.readUnsignedShort(); values > 0; values--) {
                    skipValue();
                }
            }
            default -> in.skipNBytes(2);
        }
    }
}

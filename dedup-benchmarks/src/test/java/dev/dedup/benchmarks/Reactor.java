// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The modules of this build, as the poms name them. This module is built last, so the others' classes are there. */
final class Reactor {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Reactor() {}

    static Path root() {
        return ROOT;
    }

    /** The version of every module. */
    static String version() {
        return texts(pom(ROOT.resolve("pom.xml")), "version").get(0);
    }

    static Path directory(String module) {
        return ROOT.resolve(module);
    }

    /** What the module is made of; one that has tests only is made of those. */
    static Path classes(String module) {
        boolean testsOnly = Files.notExists(directory(module).resolve("src/main/java"));
        return directory(module).resolve(testsOnly ? "target/test-classes" : "target/classes");
    }

    static List<String> modules() {
        return texts(pom(ROOT.resolve("pom.xml")), "module");
    }

    /** The modules with a jar, in the order of the build. */
    static List<String> jars() {
        return modules().stream()
                .filter(module -> !texts(pom(module), "packaging").contains("pom"))
                .toList();
    }

    static List<String> publishedJars() {
        return jars().stream()
                .filter(module -> !texts(pom(module), "maven.deploy.skip").contains("true"))
                .toList();
    }

    static Document pom(String module) {
        return pom(directory(module).resolve("pom.xml"));
    }

    static Document pom(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file + " is not a readable pom", e);
        }
    }

    static List<String> texts(Document pom, String tag) {
        return elements(pom, tag).stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    static List<Element> elements(Document pom, String tag) {
        var nodes = pom.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The BOM names the published jars and nothing else. That they resolve through it is shown by scripts/check-bom. */
class BomTest {
    @Test
    void namesThePublishedJarsOnly() {
        assertThat(managed(Reactor.pom("dedup-bom"))).containsExactlyElementsOf(publishedJars());
    }

    @Test
    void isPublishedWithoutTheParentAndWhatItManages() {
        Document published = Reactor.pom(Reactor.directory("dedup-bom").resolve("target/.flattened-pom.xml"));
        assertThat(Reactor.elements(published, "parent")).isEmpty();
        assertThat(managed(published)).containsExactlyElementsOf(publishedJars());
    }

    private static List<List<String>> publishedJars() {
        return Reactor.publishedJars().stream()
                .map(module -> List.of("dev.dedup", module, "${project.version}"))
                .toList();
    }

    private static List<List<String>> managed(Document bom) {
        return Reactor.elements(bom, "dependency").stream()
                .map(BomTest::coordinates)
                .toList();
    }

    private static List<String> coordinates(Element dependency) {
        return List.of(text(dependency, "groupId"), text(dependency, "artifactId"), text(dependency, "version"));
    }

    private static String text(Element parent, String tag) {
        return parent.getElementsByTagName(tag).item(0).getTextContent().strip();
    }
}

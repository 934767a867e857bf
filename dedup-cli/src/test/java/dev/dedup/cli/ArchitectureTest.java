// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The command is thin: it knows the API and the store SPI, and finds stores by their URL alone. */
class ArchitectureTest {
    private static final int FEWEST_CLASSES = 50;

    private final JavaClasses command = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void rulesAreTriedOnRealClasses() {
        assertThat(command).hasSizeGreaterThan(FEWEST_CLASSES);
    }

    @Test
    void dependsOnTheApiAndAFewLibraries() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.dedup",
                        "dev.dedup.cli",
                        "dev.dedup.identity",
                        "dev.dedup.spi",
                        "dev.dedup.tweet",
                        "java..",
                        "me.tongfei.progressbar..",
                        "org.HdrHistogram..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "picocli..",
                        "tools.jackson.core..")
                .check(command);
    }

    @Test
    void knowsNoParticularStore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dedup.memory..")
                .check(command);
    }

    @Test
    void onlyWhatIsFoundByNameIsPublic() {
        assertThat(command.stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("Main", "ConsoleLogging");
    }
}

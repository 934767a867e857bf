// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.dedup.spi.ClaimStore;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The core's packages, what each may see, and how little of it is public. */
class ArchitectureTest {
    /** Fewer classes than this and the rules below would be checking the wrong place. */
    private static final int FEWEST_CLASSES = 80;

    /** The least share of top-level types that are package-private. */
    private static final int LEAST_HIDDEN_PERCENT = 50;

    private static final Map<String, Set<String>> MAY_SEE = Map.of(
            "dev.dedup", Set.of("dev.dedup.tweet", "dev.dedup.spi", "dev.dedup.identity"),
            "dev.dedup.tweet", Set.of("dev.dedup.identity"),
            "dev.dedup.memory", Set.of("dev.dedup.spi", "dev.dedup.identity"),
            "dev.dedup.spi", Set.of("dev.dedup.identity"),
            "dev.dedup.identity", Set.of());

    private static final JavaClasses CORE = new ClassFileImporter()
            .importUrl(ClaimStore.class.getProtectionDomain().getCodeSource().getLocation());

    static Stream<Map.Entry<String, Set<String>>> packages() {
        return MAY_SEE.entrySet().stream();
    }

    @Test
    void seesTheClasses() {
        assertThat(CORE.size()).isGreaterThanOrEqualTo(FEWEST_CLASSES);
    }

    @Test
    void hasNoOtherPackages() {
        classes()
                .should()
                .resideInAnyPackage(MAY_SEE.keySet().toArray(String[]::new))
                .check(CORE);
    }

    /** The table has no cycle, so the packages have none. */
    @ParameterizedTest
    @MethodSource("packages")
    void seesOnlyThePackagesBelow(Map.Entry<String, Set<String>> arrow) {
        var forbidden = MAY_SEE.keySet().stream()
                .filter(name ->
                        !name.equals(arrow.getKey()) && !arrow.getValue().contains(name))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(arrow.getKey())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CORE);
    }

    @Test
    void dependsOnTheJdkSlf4jAndJspecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("", "java..", "org.slf4j..", "org.jspecify..", "dev.dedup..")
                .check(CORE);
    }

    @Test
    void hidesItsTypes() {
        var types = CORE.stream().filter(ArchitectureTest::isTopLevelType).toList();
        long hidden = types.stream()
                .filter(type -> !type.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat(100 * hidden / types.size())
                .as("%d of %d top-level types are package-private", hidden, types.size())
                .isGreaterThanOrEqualTo(LEAST_HIDDEN_PERCENT);
    }

    private static boolean isTopLevelType(JavaClass type) {
        return type.isTopLevelClass() && !type.getSimpleName().endsWith("-info");
    }
}

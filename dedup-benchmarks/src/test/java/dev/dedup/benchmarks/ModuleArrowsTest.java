// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may see which, and that none sees another's internals. */
class ModuleArrowsTest {
    private static final Map<String, Set<String>> MAY_SEE = Map.of(
            "dedup-core", Set.of(),
            "dedup-tck", Set.of("dedup-core"),
            "dedup-valkey", Set.of("dedup-core"),
            "dedup-postgres", Set.of("dedup-core"),
            "dedup-dynamodb", Set.of("dedup-core"),
            "dedup-testservers", Set.of("dedup-core", "dedup-tck"),
            "dedup-cli", Set.of("dedup-core"),
            "dedup-equivalence",
                    Set.of(
                            "dedup-core",
                            "dedup-tck",
                            "dedup-cli",
                            "dedup-valkey",
                            "dedup-postgres",
                            "dedup-dynamodb",
                            "dedup-testservers"),
            "dedup-benchmarks",
                    Set.of(
                            "dedup-core",
                            "dedup-tck",
                            "dedup-cli",
                            "dedup-valkey",
                            "dedup-postgres",
                            "dedup-dynamodb",
                            "dedup-testservers"));

    /** With fewer classes than this, the rules would be checking the wrong place. */
    private static final Map<String, Integer> FEWEST_CLASSES = Map.of(
            "dedup-core", 80,
            "dedup-tck", 35,
            "dedup-valkey", 30,
            "dedup-postgres", 20,
            "dedup-dynamodb", 18,
            "dedup-testservers", 20,
            "dedup-cli", 60,
            "dedup-equivalence", 30,
            "dedup-benchmarks", 15);

    private static final List<Owned> CLASSES =
            Reactor.jars().stream().flatMap(ModuleArrowsTest::classesOf).toList();

    @Test
    void coversEveryModule() {
        assertThat(MAY_SEE.keySet()).containsExactlyInAnyOrderElementsOf(Reactor.jars());
    }

    @Test
    void seesTheClasses() {
        FEWEST_CLASSES.forEach((module, fewest) -> assertThat(CLASSES)
                .as("classes of %s", module)
                .filteredOn(owned -> owned.module().equals(module))
                .hasSizeGreaterThanOrEqualTo(fewest));
    }

    @Test
    void splitsNoPackage() {
        var owners = CLASSES.stream()
                .collect(groupingBy(owned -> owned.type().getPackageName(), mapping(Owned::module, toSet())));
        assertThat(owners)
                .isNotEmpty()
                .allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    @Test
    void followsTheArrows() {
        assertThat(crossings())
                .filteredOn(crossing ->
                        !MAY_SEE.getOrDefault(crossing.from(), Set.of()).contains(crossing.to()))
                .isEmpty();
    }

    @Test
    void seesNoInternalsOfAnotherModule() {
        assertThat(crossings())
                .filteredOn(crossing -> crossing.target().contains(".internal."))
                .isEmpty();
    }

    private static Stream<Owned> classesOf(String module) {
        return new ClassFileImporter()
                .importPath(Reactor.classes(module)).stream()
                        .filter(type -> !type.getSimpleName().endsWith("-info"))
                        .map(type -> new Owned(module, type));
    }

    private static List<Crossing> crossings() {
        var owners = CLASSES.stream().collect(groupingBy(owned -> owned.type().getName()));
        return CLASSES.stream()
                .flatMap(from -> from.type().getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getName())
                        .flatMap(target -> owners.getOrDefault(target, List.of()).stream())
                        .map(to -> new Crossing(
                                from.module(),
                                to.module(),
                                from.type().getName(),
                                to.type().getName())))
                .filter(crossing -> !crossing.from().equals(crossing.to()))
                .distinct()
                .toList();
    }

    private record Owned(String module, JavaClass type) {}

    private record Crossing(String from, String to, String origin, String target) {}
}

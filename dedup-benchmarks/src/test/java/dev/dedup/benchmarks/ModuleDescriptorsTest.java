// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each published jar shows as a module. */
class ModuleDescriptorsTest {
    private static final Map<String, List<String>> EXPORTS = Map.of(
            "dev.dedup",
                    List.of("dev.dedup", "dev.dedup.identity", "dev.dedup.memory", "dev.dedup.spi", "dev.dedup.tweet"),
            "dev.dedup.tck", List.of("dev.dedup.tck"),
            "dev.dedup.valkey", List.of("dev.dedup.valkey"),
            "dev.dedup.postgres", List.of("dev.dedup.postgres"),
            "dev.dedup.dynamodb", List.of("dev.dedup.dynamodb"),
            "dev.dedup.cli", List.of());

    @Test
    void everyPublishedJarIsAModuleWithTheExportsExpected() {
        var descriptors = Reactor.publishedJars().stream()
                .map(ModuleDescriptorsTest::descriptor)
                .toList();
        assertThat(descriptors)
                .extracting(ModuleDescriptor::name)
                .containsExactlyInAnyOrderElementsOf(EXPORTS.keySet());
        assertThat(descriptors).allSatisfy(module -> {
            assertThat(module.isAutomatic())
                    .as("%s is automatic", module.name())
                    .isFalse();
            assertThat(module.exports())
                    .extracting(ModuleDescriptor.Exports::source)
                    .containsExactlyInAnyOrderElementsOf(EXPORTS.getOrDefault(module.name(), List.of()));
        });
    }

    private static ModuleDescriptor descriptor(String module) {
        return ModuleFinder.of(Reactor.classes(module)).findAll().stream()
                .map(ModuleReference::descriptor)
                .findAny()
                .orElseThrow(() -> new AssertionError(module + " has no module-info"));
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every broken store is caught by the tests that are there to catch it, and every test of the contract catches one. */
@Tag("one-jdk")
class BrokenStoresTest {
    private final Set<String> tests = new HashSet<>();
    private final Set<String> effective = new HashSet<>();

    @TestFactory
    Stream<DynamicTest> everyBrokenStoreIsCaught() {
        Stream<DynamicTest> suspects = Arrays.stream(Suspect.values())
                .map(suspect -> DynamicTest.dynamicTest(suspect.name(), () -> assertCaught(suspect)));
        return Stream.concat(
                suspects, Stream.of(DynamicTest.dynamicTest("every test caught a store", this::assertAllEffective)));
    }

    private void assertCaught(Suspect suspect) {
        ContractRun run = ContractRun.of(suspect);
        tests.addAll(run.tests());
        effective.addAll(suspect.caughtBy());

        assertThat(run.failures().keySet()).as("tests that failed").containsAll(suspect.caughtBy());
        assertThat(run.failures().values()).as("their messages").allMatch(message -> message.startsWith("Store '"));
    }

    private void assertAllEffective() {
        assertThat(tests).as("tests of the contract").hasSizeGreaterThan(70);
        assertThat(effective).as("tests that are there to catch a broken store").containsAll(tests);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Every broken store is caught by the tests that are there to catch it, and every test of the contract catches one. */
class BrokenStoresTest {
    private final Set<String> tests = new TreeSet<>();
    private final Set<String> effective = new HashSet<>();

    @TestFactory
    Stream<DynamicTest> everyBrokenStoreIsCaught() {
        Stream<DynamicTest> suspects = Arrays.stream(Suspect.values())
                .map(suspect -> DynamicTest.dynamicTest(suspect.name(), () -> assertCaught(suspect)));
        return Stream.concat(
                suspects, Stream.of(DynamicTest.dynamicTest("every test caught a store", this::assertAllEffective)));
    }

    private void assertCaught(Suspect suspect) {
        Events events = run(suspect);
        Map<String, String> failures = failures(events);
        tests.addAll(events.started().stream().map(BrokenStoresTest::testName).toList());
        effective.addAll(suspect.caughtBy());

        assertThat(failures.keySet()).as("tests that failed").containsAll(suspect.caughtBy());
        assertThat(failures.values()).as("their messages").allMatch(message -> message.startsWith("Store '"));
    }

    private void assertAllEffective() {
        assertThat(tests).as("tests of the contract").hasSizeGreaterThan(70);
        assertThat(effective).as("tests that are there to catch a broken store").containsAll(tests);
    }

    private static Events run(Suspect suspect) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SuspectContract.class))
                .configurationParameter(SuspectContract.SUSPECT, suspect.name())
                .execute()
                .testEvents();
    }

    private static Map<String, String> failures(Events events) {
        Map<String, String> failures = new TreeMap<>();
        events.failed().stream().forEach(event -> failures.put(testName(event), message(event)));
        return failures;
    }

    private static String testName(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(MethodSource.class::cast)
                .orElseThrow()
                .getMethodName();
    }

    private static String message(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.dedup.tck.ClaimStoreContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** What a run of the contract came to. */
record ContractRun(List<String> tests, Map<String, String> failures, List<String> reports) {
    static ContractRun of(Suspect suspect) {
        return run(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SuspectContract.class))
                .configurationParameter(SuspectContract.SUSPECT, suspect.name()));
    }

    static ContractRun of(Class<? extends ClaimStoreContract> contract) {
        return run(EngineTestKit.engine("junit-jupiter").selectors(selectClass(contract)));
    }

    private static ContractRun run(EngineTestKit.Builder kit) {
        Events events = kit.execute().testEvents();
        return new ContractRun(
                events.started().stream().map(ContractRun::testName).toList(), failures(events), reports(events));
    }

    private static Map<String, String> failures(Events events) {
        Map<String, String> failures = new TreeMap<>();
        events.failed().stream().forEach(event -> failures.put(testName(event), message(event)));
        return failures;
    }

    private static List<String> reports(Events events) {
        return events.reportingEntryPublished().stream()
                .flatMap(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs().values().stream())
                .toList();
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

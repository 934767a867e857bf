// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LocalProcessTest {
    private static final List<String> WITH_CHILDREN = List.of("sh", "-c", "sleep 600 & sleep 600 & wait");

    @AutoClose
    private final LocalProcess process =
            new LocalProcess(new LocalCommand("test", WITH_CHILDREN, "TERM", "KILL", () -> {}), TestDirectory.create());

    @Test
    void isKilledWithItsChildren() {
        var children = startedChildren();
        process.kill();
        assertThat(process.isAlive()).isFalse();
        assertThat(children).noneMatch(LocalProcessTest::isRunning);
    }

    @Test
    void isPausedAndResumedWithItsChildren() {
        var children = startedChildren();
        process.pause();
        Waiting.until("all are stopped", () -> states(children).equals(List.of("T", "T")));
        process.resume();
        Waiting.until("all go on", () -> states(children).equals(List.of("S", "S")));
    }

    @Test
    void isClosedWithItsChildrenThoughPaused() {
        var children = startedChildren();
        process.pause();
        process.close();
        assertThat(children).noneMatch(LocalProcessTest::isRunning);
    }

    @Test
    void isClosedThoughItEndedByItself() {
        var directory = TestDirectory.create();
        var brief = new LocalProcess(new LocalCommand("brief", List.of("true"), "TERM", "KILL", () -> {}), directory);
        brief.start();
        Waiting.until("it has ended", () -> !brief.isAlive());
        brief.close();
        brief.close();
        assertThat(directory.path()).doesNotExist();
    }

    private List<ProcessHandle> startedChildren() {
        process.start();
        Waiting.until("it has children", () -> process.children().size() == 2);
        return process.children();
    }

    private static List<String> states(List<ProcessHandle> processes) {
        return processes.stream()
                .map(each -> Commands.run("ps", "-o", "state=", "-p", String.valueOf(each.pid()))
                        .substring(0, 1))
                .toList();
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}

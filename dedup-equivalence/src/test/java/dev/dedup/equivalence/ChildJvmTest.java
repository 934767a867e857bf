// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A process that is late, silent or dead fails a test; it does not keep it waiting. */
class ChildJvmTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String SECRET = "s3cret-of-a-test";

    /** Says what it was given, and every line that it reads. */
    static final class Parrot {
        private Parrot() {}

        public static void main(String[] arguments) {
            System.out.println(ChildJvm.storeUrl() + " " + System.getenv("KEY") + " " + String.join(" ", arguments));
            try (Scanner input = new Scanner(System.in, UTF_8)) {
                while (input.hasNextLine()) {
                    System.out.println(input.nextLine());
                }
            }
        }
    }

    /** Starts another, which is never done, and tells its process id. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (ChildJvm orphan = ChildJvm.start("orphan", Orphan.class, "memory:", Map.of(), List.of())) {
                System.out.println(orphan.line(LONG));
                Orphan.neverEnd();
            }
        }
    }

    /** Tells its process id, and is never done. */
    static final class Orphan {
        private Orphan() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm.endWithParent();
            System.out.println(ProcessHandle.current().pid());
            neverEnd();
        }

        private static void neverEnd() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** A parent that is killed cannot end its children. */
    @Test
    void noneIsLeftOfAParentThatWasKilled() {
        try (ChildJvm parent = ChildJvm.start("parent", Parent.class, "memory:", Map.of(), List.of())) {
            ProcessHandle orphan =
                    ProcessHandle.of(Long.parseLong(parent.line(LONG))).orElseThrow();
            try {
                assertThat(orphan.isAlive()).isTrue();
                parent.kill();
                assertThat(orphan.onExit()).succeedsWithin(LONG);
            } finally {
                orphan.destroyForcibly();
            }
        }
    }

    @Test
    void isGivenArgumentsStoreAndCredentials() {
        try (ChildJvm parrot = parrot()) {
            assertThat(parrot.line(LONG)).isEqualTo("memory:" + SECRET + " " + SECRET + " one two");
        }
    }

    /** Arguments can be read by everybody on the machine. */
    @Test
    void secretsAreInNobodysArguments() {
        try (ChildJvm parrot = parrot()) {
            parrot.line(LONG);
            List<String> commands = ProcessHandle.current()
                    .children()
                    .map(child -> child.info().commandLine())
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(commands).anyMatch(command -> command.contains(Parrot.class.getName()));
            assertThat(commands).noneMatch(command -> command.contains(SECRET));
        }
    }

    @Test
    void answersWhatItIsSent() {
        try (ChildJvm parrot = parrot()) {
            parrot.line(LONG);
            parrot.send("three");
            assertThat(parrot.line(LONG)).isEqualTo("three");
        }
    }

    @Test
    void silenceIsReported() {
        try (ChildJvm parrot = parrot()) {
            parrot.line(LONG);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> parrot.line(SHORT))
                    .withMessage("parrot has neither written a line nor ended in PT0.05S");
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> parrot.lastLines(SHORT));
        }
    }

    @Test
    void lifeThatGoesOnIsReported() {
        try (ChildJvm parrot = parrot()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> parrot.exitStatus(SHORT))
                    .withMessage("parrot has not ended in PT0.05S");
            assertThat(parrot.isAlive()).isTrue();
        }
    }

    @Test
    void endIsReportedToWhoWaitsForALine() {
        try (ChildJvm parrot = parrot()) {
            parrot.line(LONG);
            assertThat(parrot.kill()).isEqualTo(ChildJvm.KILLED);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> parrot.line(LONG))
                    .withMessage("parrot has ended, and was to write another line");
        }
    }

    @Test
    void closedOneIsDead() {
        ChildJvm parrot = parrot();
        parrot.close();
        assertThat(parrot.isAlive()).isFalse();
    }

    private static ChildJvm parrot() {
        return ChildJvm.start("parrot", Parrot.class, "memory:" + SECRET, Map.of("KEY", SECRET), List.of("one", "two"));
    }
}

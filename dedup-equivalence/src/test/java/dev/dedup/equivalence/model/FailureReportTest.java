// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What is told of a program that a store has answered wrongly: the shortest such program, as a test that can be run. */
class FailureReportTest {
    private static final String PRINTED_CLASS = "FoundProgramTest";
    private static final String FAILURE = failure();

    @TempDir
    private Path directory;

    @Test
    void showsAShortProgram() {
        assertThat(FAILURE.lines().filter(line -> line.strip().startsWith(".run(")))
                .as("steps: a claim, another's release, and what belongs to them")
                .hasSizeBetween(2, 6);
    }

    @Test
    void showsATestThatRuns() throws IOException, ReflectiveOperationException {
        Class<?> printed = compiled(FAILURE);
        Object test = printed.getDeclaredConstructor().newInstance();
        Method program = printed.getDeclaredMethod("isAnsweredAsTheModelDoes");

        assertThat(program.isAnnotationPresent(Test.class)).isTrue();
        program.invoke(test);
    }

    private static String failure() {
        return EngineTestKit.engine("jqwik")
                .selectors(selectClass(MistakenProperties.class))
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.shrinking.bounded.seconds", "300")
                .configurationParameter("jqwik.database", "target/jqwik-database-of-flaws")
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findAny()
                .orElseThrow();
    }

    /** Compiles the class at the end of a message into this package. */
    private Class<?> compiled(String message) throws IOException, IllegalAccessException {
        Path source = directory.resolve(PRINTED_CLASS + ".java");
        Files.writeString(source, message.substring(message.indexOf("package ")));
        String classPath = System.getProperty("java.class.path");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(status).as("status of the compiler").isZero();
        Path compiled =
                directory.resolve(getClass().getPackageName().replace('.', '/')).resolve(PRINTED_CLASS + ".class");
        return MethodHandles.lookup().defineClass(Files.readAllBytes(compiled));
    }
}

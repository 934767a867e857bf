// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/CheckTestReports.java makes of the reports in a build directory. */
class TestReportsTest {
    private static final Instant BUILD_BEGAN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path target;

    @BeforeEach
    void begin() throws IOException {
        Files.createDirectories(target.resolve("surefire-reports"));
        Files.createDirectories(target.resolve("classes"));
        Files.createFile(target.resolve("classes/Some.class"));
        Files.writeString(target.resolve("list.txt"), "# Listed\nsome.Test#listed: needs a device\n");
    }

    /** Puts a report there, some seconds after the build began, or before. */
    private void report(String name, String test, String content, int seconds) throws IOException {
        Path file = Files.writeString(
                target.resolve("surefire-reports/TEST-" + name + ".xml"),
                "<testsuite><testcase classname=\"some.Test\" name=\"" + test + "\">" + content
                        + "</testcase></testsuite>");
        Files.setLastModifiedTime(file, FileTime.from(BUILD_BEGAN.plusSeconds(seconds)));
    }

    private Checked check() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Reactor.root().resolve("scripts/CheckTestReports.java").toString(),
                        target.toString(),
                        target.resolve("list.txt").toString(),
                        BUILD_BEGAN.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Checked(process.waitFor(), text);
    }

    @Test
    void skippedTestFailsTheBuildUnlessItIsListed() throws Exception {
        report("some.Test", "listed", "<skipped/>", 1);
        assertThat(check()).isEqualTo(new Checked(0, "Skipped as listed: some.Test#listed: needs a device\n"));

        report("some.OtherTest", "other", "<skipped/>", 0);
        assertThat(check().exitCode()).isEqualTo(1);
        assertThat(check().text()).contains("some.Test#other was skipped; make it run");
    }

    @Test
    void reportOfAnEarlierBuildSaysNothing() throws Exception {
        report("some.Test", "runs", "", 1);
        report("some.DeletedTest", "gone", "<skipped/>", -1);

        assertThat(check()).isEqualTo(new Checked(0, ""));
    }

    @Test
    void reportOfAnEarlierBuildIsNoTestThatRan() throws Exception {
        report("some.DeletedTest", "gone", "", -1);

        assertThat(check().exitCode()).isEqualTo(1);
        assertThat(check().text()).contains("holds classes, but no test ran");
    }

    @Test
    void moduleOfTestsAloneMustRunOne() throws Exception {
        Files.delete(target.resolve("classes/Some.class"));
        assertThat(check()).isEqualTo(new Checked(0, ""));

        Files.createDirectories(target.resolve("test-classes"));
        Files.createFile(target.resolve("test-classes/package-info.class"));
        assertThat(check()).isEqualTo(new Checked(0, ""));

        Files.createFile(target.resolve("test-classes/Other.class"));
        assertThat(check().exitCode()).isEqualTo(1);
        assertThat(check().text()).contains("holds classes, but no test ran");
    }

    /** JUnit's own engine runs the tests of such a class, and leaves its properties to another, which may not be there. */
    @Test
    void propertyThatDidNotRunFailsTheBuildThoughATestBesideItRan() throws Exception {
        compileMixedTest();
        report("some.Test", "runs", "", 1);
        assertThat(check().exitCode()).isEqualTo(1);
        assertThat(check().text())
                .isEqualTo(
                        "some.Test#always is a property and did not run; give the module jqwik's engine, or run all of its"
                                + " tests\n");

        report("some.OtherTest", "always", "", 1);
        assertThat(check()).isEqualTo(new Checked(0, ""));
    }

    /** A class with a test, which is in the reports, and a property, which is in those of jqwik only. */
    private void compileMixedTest() throws IOException {
        Path sources = Files.createDirectories(target.resolve("sources"));
        Path property = Files.writeString(sources.resolve("Property.java"), """
                package net.jqwik.api;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                public @interface Property { int tries() default 0; String[] names() default {}; Class<?> type() default int.class; }
                """);
        Path test = Files.writeString(sources.resolve("Test.java"), """
                package some;
                class Test {
                    static final long COUNT = 1L << 40;
                    @Deprecated int field;
                    @Deprecated void runs() { Runnable lambda = () -> field++; lambda.run(); }
                    @Deprecated(since = "1") @net.jqwik.api.Property(tries = 3, names = {"a", "b"}, type = long.class) void always() {}
                }
                """);
        Path classes = Files.createDirectories(target.resolve("test-classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), property.toString(), test.toString());
        assertThat(status).isZero();
    }

    private record Checked(int exitCode, String text) {}
}

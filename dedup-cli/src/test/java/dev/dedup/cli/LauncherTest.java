// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script, in a project of empty files, with a java and a mvn that only note how they were called. */
class LauncherTest {
    private static final String NOTING_JAVA = """
            #!/bin/sh
            case $1 in
              -XshowSettings*) echo "    java.specification.version = ${FAKE_VERSION:-17}" >&2 ;;
              *) for word in "$@"; do echo "[$word]"; done ;;
            esac
            """;
    private static final String NOTING_MVN = """
            #!/bin/sh
            echo "mvn $*" >> ../mvn-calls
            if [ -n "${FAKE_FAILURE:-}" ]; then echo "$FAKE_FAILURE"; exit 1; fi
            touch dedup-cli/target/dedup.jar
            """;

    @TempDir
    Path directory;

    private Path project;
    private Path bin;
    private final Map<String, String> environment = new HashMap<>();

    /** What a run of the script gave. */
    record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void begin() throws IOException {
        project = directory.resolve("a project");
        bin = Files.createDirectories(directory.resolve("bin"));
        for (String module : List.of("dedup-core", "dedup-valkey", "dedup-postgres", "dedup-dynamodb", "dedup-cli")) {
            Files.createDirectories(project.resolve(module + "/src/main"));
            file(project.resolve(module + "/pom.xml"));
            file(project.resolve(module + "/src/main/Source.java"));
        }
        file(project.resolve("pom.xml"));
        Files.copy(Path.of("../dedup"), project.resolve("dedup"));
        script("java", NOTING_JAVA);
        script("mvn", NOTING_MVN);
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.put("JAVA_HOME", "");
    }

    private static void file(Path path) throws IOException {
        Files.writeString(path, "");
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private void script(String name, String text) throws IOException {
        Path script = Files.writeString(bin.resolve(name), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Path script, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(args));
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Result run(String... args) throws IOException, InterruptedException {
        return run(project.resolve("dedup"), args);
    }

    private long builds() throws IOException {
        Path calls = directory.resolve("mvn-calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls, StandardCharsets.UTF_8).size()
                : 0;
    }

    @Test
    void buildsOnFirstUseOnly() throws Exception {
        Result first = run("filter", "a file.jsonl");
        Result second = run("filter", "a file.jsonl");

        assertThat(first.err()).isEqualTo("Building dedup (first use, or a source has changed)…\n");
        assertThat(first.exitCode()).isZero();
        assertThat(second.err()).isEmpty();
        assertThat(second.out())
                .isEqualTo(first.out())
                .contains(
                        "[-jar]\n[" + project.toRealPath() + "/dedup-cli/target/dedup.jar]\n[filter]\n[a file.jsonl]\n")
                .contains("[-Ddedup.terminal=false]\n");
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dedup-core", "dedup-valkey", "dedup-postgres", "dedup-dynamodb", "dedup-cli"})
    void buildsAgainWhenASourceIsNewer(String module) throws Exception {
        run();
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(project.resolve(module + "/src/main/Source.java"), later);
        run();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a project/dedup"));
        Path other = Files.createSymbolicLink(bin.resolve("dedup"), link);

        assertThat(run(other, "--version").out()).contains("a project/dedup-cli/target/dedup.jar", "[--version]");
    }

    @Test
    void handsJavaItsOptions() throws Exception {
        environment.put("DEDUP_JAVA_OPTS", "-Xmx4g -Dx=y");

        assertThat(run().out()).contains("[-Xmx4g]\n[-Dx=y]\n[-jar]");
    }

    @Test
    void showsWhyTheBuildFailed() throws Exception {
        environment.put("FAKE_FAILURE", "the compiler says no");

        Result result = run("filter");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("the compiler says no", "dedup: the build failed");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        environment.put("FAKE_VERSION", "11");
        assertThat(run().err()).contains("is Java 11; dedup needs 17 or newer");
        environment.put("FAKE_VERSION", "1.8");
        assertThat(run().err()).contains("is Java 1.8; dedup needs 17 or newer");
        environment.put("FAKE_VERSION", "25");
        assertThat(run().exitCode()).isZero();
    }

    @Test
    void takesJavaHomeOrSaysWhatIsWrongWithIt() throws Exception {
        environment.put("JAVA_HOME", directory.toString());
        assertThat(run().out()).contains("[-jar]");

        environment.put("JAVA_HOME", project.toString());
        Result wrong = run();
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("JAVA_HOME is " + project, "JDK 17");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(bin.resolve("mvn"));
        for (String tool : List.of("dirname", "readlink", "find", "head", "sed", "mkdir", "flock")) {
            script(tool, "#!/bin/sh\nPATH='" + System.getenv("PATH") + "' exec " + tool + " \"$@\"\n");
        }
        environment.put("PATH", bin.toString());

        assertThat(run().err()).contains("there is no mvn on the PATH", "Maven 3.8");
    }
}

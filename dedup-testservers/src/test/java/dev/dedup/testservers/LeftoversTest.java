// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {
    @ParameterizedTest
    @ValueSource(classes = {ForgetfulOfValkey.class, ForgetfulOfPostgres.class})
    void endWithTheJvm(Class<?> forgetful) throws IOException, InterruptedException {
        var jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        forgetful.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] found;
        try (var output = jvm.getInputStream()) {
            found = lastLine(new String(output.readAllBytes(), UTF_8)).split(" ", 2);
        }
        assertThat(jvm.waitFor()).isZero();
        assertThatThrownBy(() -> RespConnection.open(Loopback.HOST, Integer.parseInt(found[0])))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(Path.of(found[1])).doesNotExist();
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (before, line) -> line);
    }

    /** A test that closes nothing; it prints the server's port and a file or directory of it, as the server knows them. */
    static final class ForgetfulOfValkey {
        private ForgetfulOfValkey() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            var server = ValkeyServer.started();
            System.out.println(server.port() + " " + server.info("config_file"));
        }
    }

    /** The same. */
    static final class ForgetfulOfPostgres {
        private ForgetfulOfPostgres() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] args) {
            var server = PostgresServer.started();
            System.out.println(server.port() + " " + server.value("SHOW data_directory"));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.testservers.ValkeyServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dedup compare} on real servers: all stores say the same, and keep nothing of it. */
@Tag("one-jdk")
class CompareStoresTest {
    private static AllStores stores;

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeAll
    static void startServers() {
        stores = new AllStores();
    }

    @AfterAll
    static void stopServers() {
        stores.close();
    }

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    private static String[] compare(List<String> urls, String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare"));
        urls.forEach(url -> arguments.addAll(List.of("--store", url)));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "30"})
    void allStoresSayTheSameAndKeepNothing(String batchSize) {
        cli.write("in.jsonl", Cli.posts(0, 80) + Cli.posts(40, 60) + "no post\n");

        Cli.Result result = cli.run(compare(stores.urls(), "%in.jsonl", "--batch-size", batchSize));

        assertThat(result.exits(0).text())
                .containsPattern("(?m)^compared +100$")
                .containsPattern("(?m)^differing +0$")
                .containsPattern("(?m)^1  memory: +80 +20 ")
                .containsPattern("(?m)^2  valkey://\\S+ +80 +20 ")
                .containsPattern("(?m)^3  postgresql://\\*\\*\\*@\\S+ +80 +20 ")
                .containsPattern("(?m)^4  dynamodb://compare\\S+ +80 +20 ")
                .doesNotContain(stores.postgres().password());
        assertThat(result.err()).hasLineCount(1).contains("in.jsonl:101: ");
        assertThat(stores.valkey().command("DBSIZE")).isEqualTo(0L);
        assertThat(stores.postgres().value("SELECT count(*) FROM dedup_claim")).isEqualTo("0");
    }

    @Test
    void claimsOfOtherRunsAreNeitherMetNorTouched() {
        cli.write("in.jsonl", Cli.posts(0, 20));
        List<String> shared = stores.urls().subList(1, 4);
        shared.forEach(
                url -> cli.run("filter", "%in.jsonl", "--store", url).exits(0).counts(20, 20, 0, 0));

        Cli.Result result = cli.run(compare(shared, "%in.jsonl"));

        assertThat(result.exits(0).text()).containsPattern("(?m)^3  dynamodb://\\S+ +20 +0 ");
        shared.forEach(
                url -> cli.run("filter", "%in.jsonl", "--store", url).exits(0).counts(20, 0, 20, 0));
        stores.valkey().command("FLUSHALL");
        stores.postgres().execute("DELETE FROM dedup_claim");
    }

    @Test
    void storesOfTheEnvironmentAreTakenIfNoneIsNamed() throws Exception {
        cli.write("in.jsonl", Cli.posts(0, 10));

        CliProcess process = CliProcess.shell(
                directory,
                "DEDUP_STORE='memory: " + stores.valkey().uri() + "' \"$@\"",
                CliProcess.command(List.of(), "compare", cli.file("in.jsonl").toString()));

        assertThat(process.exitCode()).as(cli.read("stderr")).isZero();
        assertThat(cli.read("stdout"))
                .containsPattern("(?m)^1  memory: +10 +0 ")
                .containsPattern("(?m)^2  valkey://");
        assertThat(cli.read("stderr")).isEmpty();
    }

    /** Standard input stays open, so that nothing but the signal can end the run. */
    @Test
    void runThatASignalEndsShowsWhatItHasAndKeepsNothing() throws Exception {
        CliProcess process = CliProcess.start(
                directory,
                CliProcess.command(
                        List.of(), compare(List.of("memory:", stores.valkey().uri()), "--batch-size", "10", "--json")));
        try {
            process.in().write(Cli.posts(0, 1_005).getBytes(StandardCharsets.UTF_8));
            process.in().flush();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> stores.valkey().command("DBSIZE"), held -> held.equals(1_000L));

            process.terminate();

            assertThat(process.exitCode()).as(cli.read("stderr")).isEqualTo(128 + 15);
        } finally {
            process.destroy();
        }
        assertThat(cli.read("stdout"))
                .startsWith("{\"read\":1005,\"rejected\":0,\"compared\":1000,\"differing\":0,")
                .endsWith("\"interrupted\":true,\"failure\":null,\"exit_status\":null}\n");
        assertThat(cli.read("stderr"))
                .isEqualTo("dedup: a signal ended the run; what was compared before that is shown\n");
        assertThat(stores.valkey().command("DBSIZE")).isEqualTo(0L);
    }

    @Test
    void serverThatIsKilledInMidRunIsNamed() {
        try (ValkeyServer mortal = ValkeyServer.started()) {
            InputStream in = new SequenceInputStream(
                    new ByteArrayInputStream(Cli.posts(0, 20_000).getBytes(StandardCharsets.UTF_8)),
                    new Deadly(mortal, Cli.posts(20_000, 40_000)));

            Cli.Result result = cli.run(in, compare(List.of("memory:", mortal.uri()), "--deadline", "1s"));

            // The posts of the batch under way that were answered before the kill are known, the others are not.
            assertThat(result.exits(3).err())
                    .containsPattern(
                            "dedup: \\Q" + mortal.uri() + "\\E: the store failed, [1-9]\\d* posts are unknown to it")
                    .doesNotContain("Exception");
            assertThat(result.text()).containsPattern("(?m)^differing +0$");
        }
    }

    /** Kills a server before it gives its posts, and after more posts were compared than are claimed to warm up. */
    private static final class Deadly extends InputStream {
        private final ValkeyServer server;
        private final InputStream posts;
        private boolean begun;

        Deadly(ValkeyServer server, String posts) {
            this.server = server;
            this.posts = new ByteArrayInputStream(posts.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!begun) {
                begun = true;
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> (Long) server.command("DBSIZE"), held -> held > 1_000);
                server.kill();
            }
            return posts.read(bytes, offset, length);
        }
    }
}

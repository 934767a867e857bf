// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The times that {@code dedup compare} shows, by a clock that moves while a store answers, and only then. */
class CompareFiguresTest {
    private static final int WARM_UPS = Comparison.SINGLE_WARM_UPS + Comparison.BATCH_WARM_UPS;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private String slow = "";
    private String quick = "";

    /** A store whose n-th call, warming up not counted, takes n times as long as the first. */
    private final class Slower extends ForwardingStore {
        private final Duration first;
        private int calls = -WARM_UPS;

        Slower(Duration first) {
            super(InMemoryClaimStore.create());
            this.first = first;
        }

        @Override
        public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
            calls++;
            now.addAndGet(
                    calls > 0 ? first.toNanos() * calls : Duration.ofDays(1).toNanos());
            return super.claim(request);
        }
    }

    /** What a run gave. */
    private record Run(String out, String err) {
        double of(int store, String name) {
            Matcher found = Pattern.compile("\"" + name + "\":([\\d.E-]+|null)").matcher(out);
            for (int i = 0; i <= store; i++) {
                assertThat(found.find()).isTrue();
            }
            return found.group(1).equals("null") ? Double.NaN : Double.parseDouble(found.group(1));
        }
    }

    @BeforeEach
    void begin() {
        slow = TestStores.put("slow", new Slower(Duration.ofMillis(10)));
        quick = TestStores.put("quick", new Slower(Duration.ofMillis(1)));
    }

    private Run compare(InputStream in, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8));
        List<String> arguments = new ArrayList<>(List.of("--store", slow, "--store", quick, "--no-progress"));
        arguments.addAll(Arrays.asList(options));
        int exitCode = new CommandLine(new CompareCommand(streams, now::get, "", Ending::bySignal))
                .execute(arguments.toArray(String[]::new));
        assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return new Run(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static InputStream posts(int count) {
        return new ByteArrayInputStream(Cli.posts(0, count).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void percentilesAndRatesAreThoseOfTheCalls() {
        Run run = compare(posts(200), "--batch-size", "2", "--json");

        assertThat(run.of(0, "calls")).isEqualTo(100);
        assertThat(run.of(0, "seconds")).isEqualTo(50.5);
        assertThat(run.of(0, "posts_per_second")).isCloseTo(200 / 50.5, within(1e-9));
        assertThat(run.of(1, "seconds")).isEqualTo(5.05);
        assertThat(run.of(1, "posts_per_second")).isCloseTo(200 / 5.05, within(1e-9));
        assertThat(run.of(0, "p50")).isCloseTo(500, within(0.5));
        assertThat(run.of(0, "p90")).isCloseTo(900, within(0.9));
        assertThat(run.of(0, "p99")).isCloseTo(990, within(1.0));
        assertThat(run.of(0, "max")).isCloseTo(1000, within(1.0));
        assertThat(run.of(1, "p50")).isCloseTo(50, within(0.05));
        assertThat(run.of(1, "max")).isCloseTo(100, within(0.1));
    }

    @Test
    void tableShowsTheSame() {
        assertThat(compare(posts(200), "--batch-size", "2").out())
                .containsPattern(
                        "(?m)^1  test://slow +200 +0 +100 +4 +500\\.\\d{3} +900\\.\\d{3} +99\\d\\.\\d{3} +1,000\\.\\d{3}$")
                .containsPattern(
                        "(?m)^2  test://quick +200 +0 +100 +40 +50\\.\\d{3} +90\\.\\d{3} +99\\.\\d{3} +100\\.\\d{3}$");
    }

    @ParameterizedTest
    @CsvSource({
        "1, –, –, –",
        "2, \\d+\\.\\d+, –, –",
        "9, \\d+\\.\\d+, –, –",
        "10, \\d+\\.\\d+, \\d+\\.\\d+, –",
        "99, \\d+\\.\\d+, \\d+\\.\\d+, –",
        "100, \\d+\\.\\d+, \\d+\\.\\d+, \\d+\\.\\d+"
    })
    void percentileOfTooFewCallsIsNotShown(int calls, String p50, String p90, String p99) {
        assertThat(compare(posts(calls), "--batch-size", "1").out())
                .containsPattern("(?m)^2  test://quick +" + calls + " +0 +" + calls + " +[\\d,]+ +" + p50 + " +" + p90
                        + " +" + p99 + " +\\d+\\.\\d+$");
    }

    @Test
    void percentileOfTooFewCallsIsNullInTheJson() {
        assertThat(compare(posts(1), "--json").out())
                .contains("\"latency_ms\":{\"p50\":null,\"p90\":null,\"p99\":null,\"max\":1.0");
    }

    @Test
    void onlyTheTimeFromTheFirstCallToTheLastCountsAsHeld() {
        InputStream in = new FilterInputStream(posts(4)) {
            private boolean isBegun;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                now.addAndGet(isBegun ? 0 : Duration.ofDays(1).toNanos());
                isBegun = true;
                return super.read(bytes, offset, length);
            }
        };

        // 11 ms, 22 ms, 33 ms, 44 ms: the calls to both stores.
        Run shorter = compare(in, "--batch-size", "1", "--retention", "111ms", "--json");

        assertThat(shorter.err()).isEmpty();
        assertThat(shorter.out()).contains("\"outlasted_retention\":false");
    }

    @Test
    void comparisonThatOutlastsItsClaimsIsTold() {
        Run run = compare(posts(4), "--batch-size", "1", "--retention", "110ms", "--json");

        assertThat(run.err())
                .contains("the comparison took longer than its claims are held, 110 ms", "a longer --retention")
                .hasLineCount(1);
        assertThat(run.out()).contains("\"outlasted_retention\":true");
    }
}

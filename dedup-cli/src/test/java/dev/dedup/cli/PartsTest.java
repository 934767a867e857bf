// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts. */
class PartsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90s, PT1M30S",
        "30m, PT30M",
        "48h, PT48H",
        "2d, PT48H",
        "1w, PT168H",
        "PT36H, PT36H",
        "P1D, PT24H"
    })
    void durations(String text, Duration expected) {
        assertThat(Durations.parse(text, "")).isEqualTo(expected);
        assertThat(Retention.parse(text).duration()).contains(expected);
    }

    @Test
    void foreverIsARetention() {
        assertThat(Retention.parse("forever").duration()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "65536, 65536",
        "64K, 65536",
        "64kib, 65536",
        "16M, 16777216",
        "16MiB, 16777216",
        "1G, 1073741824"
    })
    void byteSizes(String text, int expected) {
        assertThat(ByteSizes.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "memory:, memory:",
        "valkey://user:pa@ss@host:6379/0, valkey://***@host:6379/0",
        "postgresql://user:p/s?s#@host/db, postgresql://***@host/db",
        "x://h?pwd=secret, x://h?pwd=***",
        "postgresql://host/db?user=u&password=p&ssl=true, postgresql://host/db?user=u&password=***&ssl=true",
        "x://h?sslKey=a&accessToken=b#c, x://h?sslKey=***&accessToken=***#c",
        "dynamodb://table?region=eu, dynamodb://table?region=eu",
        "valkey://:my s3cret@h, valkey://***@h",
        "user:hunter2@host, ***@host",
        "valkey://:hunter2, valkey://***",
        "valkey://:4711, valkey://***",
        "valkey://me:hunter2/path, valkey://***",
        "valkey://my hunter2, valkey://***",
        "valkey:/:hunter2, valkey:***",
        "valkey:hunter2, valkey:***",
        "VALKEY:/:hunter2?x=memory:, VALKEY:***",
        "valkey/:hunter2, ***",
        "/:hunter2, ***",
        "memory:?maximumClaims=5, memory:?maximumClaims=5",
        "Memory:?token=5, Memory:?token=***",
        "nonsense, nonsense",
        "'valkey://one:6379,two,[::1]:7000', 'valkey://one:6379,two,[::1]:7000'",
        "postgresql:///posts, postgresql:///posts",
        "postgresql://localhost/posts?createSchema=true, postgresql://localhost/posts?createSchema=true"
    })
    void secretsAreTakenOutOfStoreUrls(String url, String shown) {
        assertThat(StoreUrl.redacted(url)).isEqualTo(shown);
    }

    @Test
    void storeUrlsAreTakenApartOnlyWhereOneBegins() {
        assertThat(StoreUrl.several(" memory:?maximumClaims=5 \t\nvalkey://:my s3:cret two@h  memory: x+y.z-1://a "))
                .containsExactly("memory:?maximumClaims=5", "valkey://:my s3:cret two@h", "memory:", "x+y.z-1://a");
        assertThat(StoreUrl.several("valkey://:hunter two@h")).containsExactly("valkey://:hunter two@h");
        assertThat(StoreUrl.several(" ")).isEmpty();
    }

    @Test
    void refusedStoreUrlShowsNoPassword() {
        assertThatThrownBy(() -> StoreUrl.open("gopher://user:hunter2@host"))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("gopher://***@host")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "61, -1",
        "c3a9, -1",
        "e282ac, -1",
        "f09f9880, -1",
        "efbfbd, -1",
        "80, 0",
        "61ff, 1",
        "c080, 0",
        "e08080, 0",
        "eda080, 0",
        "f4908080, 0",
        "6161c3, 2",
        "f09f98, 0"
    })
    void onlyUtf8IsUtf8(String hex, int firstInvalid) {
        byte[] bytes = HexFormat.of().parseHex("2020" + hex + "2020");

        assertThat(new StrictUtf8().firstInvalid(bytes, 2, bytes.length - 4)).isEqualTo(firstInvalid);
    }

    @Test
    void longTextsAreCheckedToTheirEnd() {
        byte[] bytes = "\u00E9".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        StrictUtf8 utf8 = new StrictUtf8();
        assertThat(utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(-1);
        assertThat(utf8.firstInvalid(bytes, 0, bytes.length - 1)).isEqualTo(bytes.length - 2);
    }

    @Test
    void lineFeedsAreFoundAtEveryPlace() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            for (int fill : new int[] {0, 'x', 0x0B, 0x8A, 0xFF}) {
                Arrays.fill(bytes, (byte) fill);
                for (int from = 0; from <= length; from++) {
                    assertThat(LineFeeds.next(bytes, from, length)).isEqualTo(-1);
                }
                for (int at = 0; at < length; at++) {
                    bytes[at] = '\n';
                    assertThat(LineFeeds.next(bytes, 0, length)).isEqualTo(at);
                    assertThat(LineFeeds.next(bytes, at, length)).isEqualTo(at);
                    assertThat(LineFeeds.next(bytes, at + 1, length)).isEqualTo(-1);
                    assertThat(LineFeeds.next(bytes, 0, at)).isEqualTo(-1);
                    bytes[at] = (byte) fill;
                }
            }
        }
    }

    @Test
    void firstOfManyLineFeedsIsFound() {
        byte[] bytes = "abc\n\u000B\u000B\n\n\nxyzxyzxyz\n".getBytes(StandardCharsets.UTF_8);

        assertThat(LineFeeds.next(bytes, 0, bytes.length)).isEqualTo(3);
        assertThat(LineFeeds.next(bytes, 4, bytes.length)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"a.csv, CSV", "A.CSV.GZ, CSV", "a.jsonl, JSONL", "a.ndjson.gz, JSONL", "a.json, JSONL"})
    void formatsGoByTheName(String name, Format format) {
        assertThat(Format.ofName(name)).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "csv", "a.gz", "-"})
    void otherNamesTellNoFormat(String name) {
        assertThat(Format.ofName(name)).isEmpty();
    }

    @Test
    void warningsTakeOneLine() {
        Throwable cause = new IllegalStateException("first\n  second");

        assertThat(ConsoleLogging.line("{} of {} left", new Object[] {1, 2}, cause))
                .isEqualTo("dedup: warning: 1 of 2 left: first second");
        assertThat(ConsoleLogging.line("plain", null, null)).isEqualTo("dedup: warning: plain");
    }

    @Test
    void onlyOurWarningsAreShownAndNotThoseThatTheCommandTellsItself() {
        ConsoleLogging logging = new ConsoleLogging();
        logging.initialize();
        assertThat(logging.getRequestedApiVersion()).startsWith("2.0.");
        assertThat(logging.getMarkerFactory().getMarker("m").getName()).isEqualTo("m");
        assertThat(logging.getMDCAdapter().get("k")).isNull();
        assertThat(logging.getLoggerFactory().getLogger("dev.dedup.valkey").isWarnEnabled())
                .isTrue();
        assertThat(logging.getLoggerFactory().getLogger("dev.dedup.valkey").isInfoEnabled())
                .isFalse();
        assertThat(logging.getLoggerFactory()
                        .getLogger("dev.dedup.Deduplicator")
                        .isWarnEnabled())
                .isFalse();
        assertThat(logging.getLoggerFactory()
                        .getLogger("dev.dedup.Deduplicator")
                        .isErrorEnabled())
                .isTrue();
        assertThat(logging.getLoggerFactory().getLogger("io.lettuce.core").isWarnEnabled())
                .isFalse();
        assertThat(logging.getLoggerFactory().getLogger("io.lettuce.core").isErrorEnabled())
                .isFalse();
    }

    @Test
    void patienceEndsAfterALeaseTime() throws InterruptedException {
        long[] nanos = {0};
        Duration[] slept = {Duration.ZERO};
        Patience patience = new Patience(Duration.ofSeconds(2)) {
            @Override
            long nanoTime() {
                return nanos == null ? 0 : nanos[0];
            }

            @Override
            void sleep(Duration time) {
                slept[0] = time;
                nanos[0] += time.toNanos();
            }
        };
        int pauses = 0;
        while (!patience.isOver()) {
            patience.pause();
            pauses++;
        }
        assertThat(Duration.ofNanos(nanos[0])).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(slept[0]).isEqualTo(Duration.ofSeconds(1));
        assertThat(pauses).isBetween(6, 10);
        patience.renew();
        patience.pause();
        assertThat(slept[0]).isEqualTo(Duration.ofMillis(50));
        assertThat(patience.isOver()).isFalse();
    }
}

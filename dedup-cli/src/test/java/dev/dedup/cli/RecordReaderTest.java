// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are split off the same way however the bytes arrive. */
class RecordReaderTest {
    private static final int LIMIT = 1 << 20;

    /** Gives a few bytes at a time. */
    private static InputStream slowly(byte[] bytes, int atATime) {
        return new InputStream() {
            private int position;

            @Override
            public int read() {
                return position == bytes.length ? -1 : bytes[position++] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = Math.min(Math.min(atATime, length), bytes.length - position);
                System.arraycopy(bytes, position, into, offset, count);
                position += count;
                return count == 0 ? -1 : count;
            }
        };
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the device is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    private static List<RawRecord> all(RecordReader reader) {
        List<RawRecord> all = new ArrayList<>();
        List<RawRecord> next = reader.next();
        while (!next.isEmpty()) {
            all.addAll(next);
            next = reader.next();
        }
        return all;
    }

    private static List<String> texts(List<RawRecord> records) {
        return records.stream().map(CsvHeader::text).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void linesAreTheRecordsOfJsonLines(
            @ForAll("lines") List<String> lines, @ForAll @IntRange(min = 1, max = 50) int step) {
        byte[] input = bytes(String.join("\n", lines));
        RecordReader reader = RecordReader.of(slowly(input, step), "f", Format.JSONL, LIMIT);

        List<RawRecord> records = all(reader);

        assertThat(texts(records))
                .isEqualTo(
                        lines.stream().filter(line -> !line.matches("[ \r]*")).toList());
        for (RawRecord record : records) {
            assertThat(lines.get((int) record.line() - 1)).isEqualTo(CsvHeader.text(record));
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        return Arbitraries.strings()
                .withChars("ab {}\"\r\u0085\u2028\u00E9")
                .ofMaxLength(12)
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 200)
    void stepsChangeNothing(
            @ForAll("sloppyCsv") String csv, @ForAll @IntRange(min = 1, max = 9) int step, @ForAll boolean wholeOnly) {
        RecordReader quick = reader(new ByteArrayInputStream(bytes(csv)), wholeOnly);
        RecordReader slow = reader(slowly(bytes(csv), step), wholeOnly);

        assertThat(texts(all(slow))).isEqualTo(texts(all(quick)));
        assertThat(slow.wholeBytes()).isEqualTo(quick.wholeBytes());
        assertThat(slow.line()).isEqualTo(quick.line());
    }

    private static RecordReader reader(InputStream in, boolean wholeOnly) {
        return wholeOnly
                ? RecordReader.ofWholeRecords(in, "f", Format.CSV, LIMIT)
                : RecordReader.of(in, "f", Format.CSV, LIMIT);
    }

    @Provide
    Arbitrary<String> sloppyCsv() {
        return Arbitraries.strings().withChars("a,\"\"\n\r").ofMaxLength(40);
    }

    @Property(tries = 200)
    void noByteOfSloppyCsvIsPassedOver(@ForAll("sloppyCsv") String csv) {
        List<RawRecord> records = all(RecordReader.of(new ByteArrayInputStream(bytes(csv)), "f", Format.CSV, LIMIT));

        String together = String.join("\n", texts(records));

        assertThat(together.replaceAll("[\n\r]", "")).isEqualTo(csv.replaceAll("[\n\r]", ""));
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstRecord() {
        for (int step = 1; step < 5; step++) {
            byte[] input = bytes("\uFEFFa\n\uFEFFb\n");
            RecordReader reader = RecordReader.of(slowly(input, step), "f", Format.JSONL, LIMIT);
            assertThat(texts(all(reader))).containsExactly("a", "\uFEFFb");
            assertThat(reader.wholeBytes()).isEqualTo(input.length);
        }
    }

    @Test
    void lineOverTheLimitIsPassedOverInConstantSpace() {
        byte[] line = new byte[3 << 20];
        Arrays.fill(line, (byte) 'x');
        InputStream in = new SequenceInputStream(
                new ByteArrayInputStream(bytes("a\n")),
                new SequenceInputStream(new ByteArrayInputStream(line), new ByteArrayInputStream(bytes("\nb\n"))));

        List<RawRecord> records = all(RecordReader.of(in, "f", Format.JSONL, 1000));

        assertThat(records).hasSize(3);
        assertThat(records.get(1).fault()).contains("1000 bytes");
        assertThat(records.get(1).line()).isEqualTo(2);
        assertThat(CsvHeader.text(records.get(2))).isEqualTo("b");
        assertThat(records.get(2).line()).isEqualTo(3);
    }

    @Test
    void limitIsExact() {
        String ten = "1234567890";
        for (int step : new int[] {1, 7, 100}) {
            RecordReader reader = RecordReader.of(
                    slowly(bytes(ten + "\n" + ten + "1\n" + ten + "\n" + ten + "1"), step), "f", Format.JSONL, 10);
            assertThat(all(reader))
                    .extracting(record -> record.fault() == null)
                    .containsExactly(true, false, true, false);
        }
    }

    @Test
    void longRecordsUnderTheLimitComeWhole() {
        String text = "x".repeat(700_000);
        byte[] input = bytes(text + "\n" + text + "y\nz");

        assertThat(texts(all(RecordReader.of(new ByteArrayInputStream(input), "f", Format.JSONL, LIMIT))))
                .containsExactly(text, text + "y", "z");
    }

    @Test
    void quotedFieldOverTheLimitCostsItsFirstLine() {
        String csv = "a,\"open\n" + "b,c\n".repeat(1_000);

        List<RawRecord> records = all(RecordReader.of(new ByteArrayInputStream(bytes(csv)), "f", Format.CSV, 100));

        assertThat(texts(records)).hasSize(1_001).startsWith("a,\"open", "b,c").endsWith("b,c");
    }

    @Test
    void brokenStreamGivesItsWholeRecordsAndThenTheReason() {
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(bytes("a\nb\nunfin")), broken());
        RecordReader reader = RecordReader.of(in, "f", Format.JSONL, LIMIT);

        assertThat(texts(all(reader))).containsExactly("a", "b");
        assertThat(reader.failure()).hasMessage("the device is gone");
        assertThat(reader.line()).isEqualTo(3);
        assertThat(reader.wholeBytes()).isEqualTo(4);
    }

    @Test
    void brokenStreamInsideQuotesGivesNoPieces() {
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(bytes("a,b\nc,\"d\ne,f\n")), broken());

        assertThat(texts(all(RecordReader.of(in, "f", Format.CSV, LIMIT)))).containsExactly("a,b");
    }

    @Test
    void unfinishedRecordIsTheTail() {
        RecordReader reader =
                RecordReader.ofWholeRecords(new ByteArrayInputStream(bytes("a\nb")), "f", Format.JSONL, LIMIT);

        assertThat(texts(all(reader))).containsExactly("a");
        assertThat(CsvHeader.text(Objects.requireNonNull(reader.tail()))).isEqualTo("b");
        assertThat(reader.wholeBytes()).isEqualTo(2);
    }

    @Test
    void unfinishedRecordOverTheLimitIsNoWholeOne() {
        String torn = "x".repeat(1 << 19);
        RecordReader reader =
                RecordReader.ofWholeRecords(new ByteArrayInputStream(bytes("a\n" + torn)), "f", Format.JSONL, 1_000);

        assertThat(texts(all(reader))).containsExactly("a");
        assertThat(reader.tailOversized()).isTrue();
    }

    @Test
    void wholeRecordOverTheLimitIsNoTornOne() {
        String whole = "x".repeat(1 << 19) + "\n";
        RecordReader reader =
                RecordReader.ofWholeRecords(new ByteArrayInputStream(bytes(whole)), "f", Format.JSONL, 1_000);

        assertThat(all(reader)).hasSize(1);
        assertThat(reader.tailOversized()).isFalse();
    }

    /** Longer than the buffer, so that the end is not in sight where the limit is passed. */
    @ParameterizedTest
    @ValueSource(strings = {"c,d\n", "\"\"\n"})
    void tornQuotedFieldOverTheLimitGivesNoPieces(String piece) {
        String torn = "a,\"" + piece.repeat(1 << 18);
        RecordReader reader =
                RecordReader.ofWholeRecords(new ByteArrayInputStream(bytes("a,b\n" + torn)), "f", Format.CSV, 1_000);

        assertThat(texts(all(reader))).containsExactly("a,b");
        assertThat(reader.tailOversized()).isTrue();
    }

    @Test
    void tornLineOfQuotedTextOverTheLimitGivesNoPieces() {
        String torn = "a,\"" + "x".repeat(1 << 19) + "\nc,d\n";
        RecordReader reader =
                RecordReader.ofWholeRecords(new ByteArrayInputStream(bytes(torn)), "f", Format.CSV, 1_000);

        assertThat(texts(all(reader))).isEmpty();
        assertThat(reader.tailOversized()).isTrue();
    }
}

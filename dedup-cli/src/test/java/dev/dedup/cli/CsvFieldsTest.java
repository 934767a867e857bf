// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV as another library writes it is read as it was meant. */
class CsvFieldsTest {
    @Property(tries = 500)
    void readsWhatFastCsvWrites(
            @ForAll("tables") List<List<String>> table, @ForAll boolean crLf, @ForAll boolean always)
            throws IOException, MalformedRecordException {
        String csv = write(table, crLf, always);

        assertThat(read(csv)).isEqualTo(table);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell =
                Arbitraries.strings().withChars("ab,\"\n\r \u00E9\u2028").ofMaxLength(8);
        return cell.list()
                .ofSize(3)
                .filter(row -> !String.join("", row).isBlank())
                .list()
                .ofMaxSize(6);
    }

    private static String write(List<List<String>> table, boolean crLf, boolean always) throws IOException {
        StringWriter out = new StringWriter();
        CsvWriter.CsvWriterBuilder builder =
                CsvWriter.builder().lineDelimiter(crLf ? LineDelimiter.CRLF : LineDelimiter.LF);
        try (CsvWriter writer = (always ? builder.quoteStrategy(QuoteStrategies.ALWAYS) : builder).build(out)) {
            table.forEach(writer::writeRecord);
        }
        return out.toString();
    }

    private static List<List<String>> read(String csv) throws MalformedRecordException {
        RecordReader reader = RecordReader.of(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "f", Format.CSV, 1 << 20);
        List<List<String>> table = new ArrayList<>();
        for (List<RawRecord> next = reader.next(); !next.isEmpty(); next = reader.next()) {
            for (RawRecord record : next) {
                table.add(CsvFields.of(CsvHeader.text(record)));
            }
        }
        return table;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"a | field 1 begins with a quote that is not closed",
                "a,\"b\"\" | field 2 begins with a quote that is not closed",
                "a,\"b\"c | field 2 has text between a closing quote and the next comma",
                "a,b\"c\" | field 2 has a quote inside a field",
                "a, \"b\" | field 2 has a quote inside a field"
            })
    void wrongQuotesAreTold(String record, String problem) {
        assertThatThrownBy(() -> CsvFields.of(record))
                .hasMessageStartingWith(problem)
                .hasMessageContaining("double the quotes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a,b | a;b",
                "a, | a;",
                ", | ;",
                "\"\",\"\" | ;",
                "\"a\"\"b\",c | a\"b;c",
                "~a,b\r~ | a;b",
                "\"a,b\",c | a,b;c"
            })
    void fieldsAreTakenApart(String record, String fields) throws MalformedRecordException {
        assertThat(String.join(";", CsvFields.of(record))).isEqualTo(fields);
    }
}

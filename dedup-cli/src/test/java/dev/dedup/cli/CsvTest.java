// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dedup filter} on CSV. */
class CsvTest {
    private static final String HEADER = "id,handle,message\n";

    @TempDir
    Path directory;

    private Cli cli;

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
    }

    @Test
    void recordsComeOutAsTheyStand() {
        String records = "1,@a,\"two\nlines, and \"\"quotes\"\"\"\r\n\"2\",\"@b\",plain\n3,@c,\n";
        cli.write("in.csv", "\uFEFF" + HEADER + records + "9,@a,\"two\nlines, and \"\"quotes\"\"\"\n");

        Cli.Result result = cli.run("filter", "%in.csv");

        result.exits(0).counts(4, 3, 1, 0);
        assertThat(result.text()).isEqualTo(HEADER + records);
    }

    @Test
    void headerIsWrittenOnceForManyFilesAndAlsoForTheDuplicates() {
        cli.write("1.csv", HEADER + "1,@a,x\n");
        cli.write("2.csv.gz", HEADER + "2,@b,y\n3,@a,x\n");

        Cli.Result result = cli.run("filter", "%1.csv", "%2.csv.gz", "--duplicates", "%d.csv");

        assertThat(result.exits(0).text()).isEqualTo(HEADER + "1,@a,x\n2,@b,y\n");
        assertThat(cli.read("d.csv")).isEqualTo(HEADER + "3,@a,x\n");
    }

    @Test
    void headersThatDifferAreNotMixed() {
        cli.write("1.csv", HEADER + "1,@a,x\n");
        cli.write("2.csv", "handle,message\n@b,y\n");
        cli.write("3.csv", HEADER + "3,@c,z\n");

        Cli.Result result = cli.run("filter", "%1.csv", "%2.csv", "%3.csv");

        result.exits(4).counts(2, 2, 0, 0);
        assertThat(result.err()).contains("2.csv", "[handle, message]", "[id, handle, message]", "runs of their own");
        assertThat(result.text()).isEqualTo(HEADER + "1,@a,x\n3,@c,z\n");
    }

    @Test
    void formatsAreNotMixed() {
        cli.write("1.csv", HEADER + "1,@a,x\n");
        cli.write("2.jsonl", Cli.post("@b", "y"));

        Cli.Result result = cli.run("filter", "%1.csv", "%2.jsonl");

        assertThat(result.exits(4).err()).contains("2.jsonl: the file is JSONL, but the run is CSV");
    }

    @Test
    void columnsMayHaveOtherNames() {
        cli.write("in.csv", "user,body\n@a,x\n@a,x\n");

        cli.run("filter", "%in.csv", "--handle", "user", "--message", "body")
                .exits(0)
                .counts(2, 1, 1, 0);
    }

    @Test
    void missingColumnIsNamedWithTheRemedy() {
        cli.write("in.csv", "user,body\n@a,x\n");

        Cli.Result result = cli.run("filter", "%in.csv", "-o", "%out.csv");

        assertThat(result.exits(2).err()).contains("in.csv:1:", "[user, body]", "'handle'", "--handle");
        assertThat(cli.file("out.csv")).doesNotExist();
    }

    @Test
    void postInPlaceOfTheHeaderIsNotShown() {
        cli.write("in.csv", "1,@johnd,my secret plan\n2,@b,x\n");

        Cli.Result result = cli.run("filter", "%in.csv");

        assertThat(result.exits(2).err()).contains("(a text of 14 characters)").doesNotContain("secret", "johnd");
    }

    @Test
    void columnThatIsThereTwiceIsRefused() {
        cli.write("in.csv", "handle,message,message\n@a,x,y\n");

        assertThat(cli.run("filter", "%in.csv").exits(2).err()).contains("exactly one column 'message'");
    }

    @Test
    void idColumnIsNeededOnlyByItsIdentity() {
        cli.write("in.csv", "handle,message\n@a,x\n");

        cli.run("filter", "%in.csv", "--identity", "message/exact-1").exits(0);
        assertThat(cli.run("filter", "%in.csv", "--identity", "id").exits(2).err())
                .contains("'id'", "--id");
    }

    @Test
    void standardInputIsRecognisedByItsHeader() {
        cli.withInput(HEADER + "1,@a,x\n2,@a,x\n").run("filter").exits(0).counts(2, 1, 1, 0);
        cli.withInput("nonsense\n" + Cli.post("@a", "x")).run("filter").exits(1).counts(2, 1, 0, 1);
        cli.withInput("a,b\n1,2\n").run("filter", "--format", "csv").exits(2);
    }

    @Test
    void wrongNumberOfFieldsIsRejected() {
        cli.write("in.csv", HEADER + "1,@a,x\n2,@b\n3,@c,hello, world\n4,@d,z\n");

        Cli.Result result = cli.run("filter", "%in.csv");

        result.exits(1).counts(4, 2, 0, 2);
        assertThat(result.err())
                .contains("in.csv:3: has 2 fields, but the header row has 3")
                .contains("in.csv:4: has 4 fields, but the header row has 3")
                .doesNotContain("hello");
    }

    @Test
    void strayQuoteCostsOneLine() {
        cli.write("in.csv", HEADER + "1,@a,x\n2,@b,\"not closed\n3,@c,\"z\"\n4,@d,5\" tall\n5,@e,\"a\" b\n6,@f,ok\n");

        Cli.Result result = cli.run("filter", "%in.csv", "--rejects", "%r.jsonl");

        result.exits(1).counts(6, 3, 0, 3);
        assertThat(result.text()).isEqualTo(HEADER + "1,@a,x\n3,@c,\"z\"\n6,@f,ok\n");
        assertThat(cli.lines("r.jsonl")).hasSize(3);
        assertThat(cli.lines("r.jsonl").get(0))
                .contains("\"line\":3", "field 3 begins with a quote that is not closed");
        assertThat(cli.lines("r.jsonl").get(1)).contains("\"line\":5", "has a quote inside a field");
        assertThat(cli.lines("r.jsonl").get(2)).contains("\"line\":6", "has text between a closing quote");
    }

    @Test
    void quoteThatIsNeverClosedRejectsTheLineWhereItStarted() {
        cli.write("in.csv", HEADER + "1,@a,x\n2,@b,\"open\n3,@c,z\n");

        Cli.Result result = cli.run("filter", "%in.csv");

        result.exits(1).counts(3, 2, 0, 1);
        assertThat(result.err()).contains("in.csv:3: field 3 begins with a quote that is not closed");
    }

    @Test
    void linesAreCountedInsideQuotes() {
        cli.write("in.csv", HEADER + "1,@a,\"x\ny\nz\"\n2,@b\n");

        assertThat(cli.run("filter", "%in.csv").exits(1).err()).contains("in.csv:5: has 2 fields");
    }

    @Test
    void emptyFileAmongOthersIsPassedOver() {
        cli.write("0.csv", "");
        cli.write("1.csv", HEADER + "1,@a,x\n");
        cli.write("2.csv", HEADER);

        Cli.Result result = cli.run("filter", "%0.csv", "%1.csv", "%0.csv", "%2.csv");

        assertThat(result.exits(0).text()).isEqualTo(HEADER + "1,@a,x\n");
    }
}

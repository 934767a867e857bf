// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Counts on real posts, where the machine has them: they are not part of the project, and no licence allows to make them so.
 *
 * <p>The figures were counted by another program. Blank messages go by handle and message under the message schemes.
 */
class RealDataTest {
    private static final Path DATA = Path.of("../../shared/data");

    private static final String[] IDENTITIES = {
        "handle+message/exact-1", "message/exact-1", "handle+message/case-space-1", "message/case-space-1"
    };

    private static final String COUNTS = """
            airline.jsonl.gz                    14640 14482 14427 14481 14406
            demonetization.jsonl.gz              8000  7996  2544  7996  2544
            ira-2015-07_bytime.jsonl.gz         86471 85320 59680 85303 59660
            ira-2016-06_bytime.jsonl.gz         63549 62892 43985 62875 43961
            ja_simdjson.jsonl.gz                  100   100    42   100    42
            mayweather.jsonl.gz                 12118 12115 12048 12114 12039
            nepal_politicians.jsonl.gz           3861  3750  3748  3748  3746
            pdaf_rescrape-small_tags.jsonl.gz   17617  7528  6749  7528  7495
            """;

    @Test
    void countsAreThoseOfAnotherProgram() {
        assumeTrue(Files.isDirectory(DATA), "no real posts beside the checkout");
        COUNTS.lines().map(line -> line.split(" +")).forEach(RealDataTest::count);
    }

    private static void count(String[] expected) {
        int[] counts = Arrays.stream(expected, 1, expected.length)
                .mapToInt(Integer::parseInt)
                .toArray();
        for (int i = 0; i < IDENTITIES.length; i++) {
            Cli.Result result = new Cli(DATA).run("filter", "%" + expected[0], "--identity", IDENTITIES[i]);
            result.exits(0).counts(counts[0], counts[i + 1], counts[0] - counts[i + 1], 0);
            assertThat(result.lines()).as(expected[0]).hasSizeGreaterThanOrEqualTo(counts[i + 1]);
        }
    }
}

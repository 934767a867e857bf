// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Clock;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of what stores promise are made from what the stores declare; -Ddedup.rewriteTables=true writes them anew. */
class GuaranteesTest {
    private static final boolean REWRITES = Boolean.getBoolean("dedup.rewriteTables");
    private static final Path README = Path.of("../README.md");
    private static final Path STORES = Path.of("../docs/stores/README.md");
    private static final List<Row> ROWS = List.of(
            new Row("in memory", "in memory", "", "dedup-core", "memory"),
            new Row("Valkey", "Valkey, ElastiCache, Redis", "valkey.md", "dedup-valkey", "valkey "),
            new Row("PostgreSQL", "PostgreSQL, RDS, Aurora", "postgres.md", "dedup-postgres", "postgres "),
            new Row("DynamoDB", "DynamoDB", "dynamodb.md", "dedup-dynamodb", "dynamodb "));

    private static final List<StoreGuarantees> DECLARED = new ArrayList<>();

    /** A store of the tables: its short and long name, its page if it has one, its module, and how it begins to name itself. */
    private record Row(String name, String longName, String page, String module, String ownName) {
        String link(String directory) {
            return page.isEmpty() ? longName : "[" + longName + "](" + directory + page + ")";
        }
    }

    @BeforeAll
    static void askTheStores() {
        try (AllStores stores = new AllStores()) {
            assertThat(stores.urls()).hasSameSizeAs(ROWS);
            for (Row row : ROWS) {
                String url = stores.urls().get(ROWS.indexOf(row));
                try (ClaimStore store = ClaimStoreProvider.openStore(url)) {
                    assertThat(store.name()).as("the store of the row %s", row).startsWith(row.ownName());
                    DECLARED.add(store.guarantees());
                }
            }
        }
    }

    @Test
    void tableOfTheReadmeIsWhatTheStoresDeclare() throws IOException {
        check(new GeneratedPart(README, "guarantees"), table("docs/stores/"));
    }

    @Test
    void tableOfTheStoresIsWhatTheStoresDeclare() throws IOException {
        check(new GeneratedPart(STORES, "guarantees"), table(""));
    }

    @Test
    void reasonsAreWhatTheStoresDeclare() {
        check(new GeneratedPart(STORES, "reasons"), reasons());
    }

    @Test
    void partOfAPageIsAllBetweenItsComments(@TempDir Path directory) throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.md"), "a\n<!-- begin generated: x -->\nold\n<!-- end generated: x -->\nz\n");
        GeneratedPart part = new GeneratedPart(page, "x");

        assertThat(part.text()).isEqualTo("old\n");
        part.rewrite("new\nand more\n");

        assertThat(page).hasContent("a\n<!-- begin generated: x -->\nnew\nand more\n<!-- end generated: x -->\nz\n");
        assertThatIllegalStateException()
                .isThrownBy(() -> new GeneratedPart(page, "y").text())
                .withMessageContaining("lacks the line <!-- begin generated: y -->");
    }

    private static void check(GeneratedPart part, String expected) {
        if (REWRITES) {
            part.rewrite(expected);
        }
        assertThat(part.text())
                .as("%s, which -Ddedup.rewriteTables=true writes anew", part)
                .isEqualTo(expected);
    }

    private static String table(String directory) throws IOException {
        List<String> heads = new ArrayList<>(List.of("store", "module"));
        Arrays.stream(Guarantee.values()).map(names()::get).forEach(heads::add);
        heads.addAll(List.of("clock", "$ a million claims"));
        StringBuilder table = new StringBuilder(line(heads) + "|" + "---|".repeat(heads.size()) + "\n");
        for (int i = 0; i < ROWS.size(); i++) {
            Row row = ROWS.get(i);
            List<String> cells = new ArrayList<>(List.of(row.link(directory), "`" + row.module() + "`"));
            StoreGuarantees declared = DECLARED.get(i);
            Arrays.stream(Guarantee.values())
                    .map(guarantee -> yesOrNo(declared, guarantee))
                    .forEach(cells::add);
            cells.add(declared.clock() == Clock.STORE ? "the store's" : "the client's");
            cells.add(cost(row.name()));
            table.append(line(cells));
        }
        return table.toString();
    }

    private static String reasons() {
        StringBuilder table = new StringBuilder("| promise | store | | why |\n|---|---|---|---|\n");
        for (Guarantee guarantee : Guarantee.values()) {
            for (int i = 0; i < ROWS.size(); i++) {
                table.append(line(List.of(
                        names().get(guarantee),
                        ROWS.get(i).name(),
                        yesOrNo(DECLARED.get(i), guarantee),
                        DECLARED.get(i).reason(guarantee))));
            }
        }
        return table.toString();
    }

    private static Map<Guarantee, String> names() {
        return new EnumMap<>(Map.of(
                Guarantee.SURVIVES_RESTART, "survives a restart",
                Guarantee.SURVIVES_FAILOVER, "survives a fail-over",
                Guarantee.NEVER_EVICTS, "never evicts",
                Guarantee.JOINS_TRANSACTION, "joins your transaction",
                Guarantee.HOLDS_FOREVER, "holds forever"));
    }

    /** No store declares what it costs, so the page on stores has it by hand, with its sources. */
    private static String cost(String store) throws IOException {
        List<String> lines = Files.readAllLines(STORES);
        List<List<String>> costs = lines.subList(lines.indexOf("## What a million claims cost"), lines.size()).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.split(" *\\| *", -1)))
                .toList();
        int column = costs.get(0).indexOf("10 M posts a day, held 48 h");
        return costs.stream()
                .filter(row -> row.get(1).equals(store))
                .map(row -> row.get(column))
                .findFirst()
                .orElseThrow(() -> new AssertionError(STORES + " has no costs of " + store));
    }

    private static String yesOrNo(StoreGuarantees guarantees, Guarantee guarantee) {
        return guarantees.promises(guarantee) ? "yes" : "no";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.ValkeyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the documentation says of stores is what they declare and need. */
class DocumentationTest {
    private static final String RULES = " ~d:* " + String.join(" ", LeastPrivileges.DOCUMENTED);

    /** What the page on Valkey calls each guarantee. */
    private static final Map<Guarantee, String> NAMES = Map.of(
            Guarantee.SURVIVES_RESTART, "survives a restart",
            Guarantee.SURVIVES_FAILOVER, "survives a fail-over",
            Guarantee.NEVER_EVICTS, "never evicts",
            Guarantee.JOINS_TRANSACTION, "joins your transaction",
            Guarantee.HOLDS_FOREVER, "holds forever");

    private final String page = read("../docs/stores/valkey.md");
    private final String readme = read("../README.md");

    @Test
    void rulesOfAUserAreThoseThatAreTested() {
        assertThat(page.lines())
                .contains("ACL SETUSER dedup on >PASSWORD" + RULES, "on" + RULES)
                .anyMatch(line -> line.contains("`" + String.join(" ", LeastPrivileges.CLUSTER_COMMANDS) + "`"));
    }

    @Test
    void guaranteesOfThePageAreTheDeclaredOnes() {
        StoreGuarantees guarantees = guaranteesOfValkey();

        assertThat(Guarantee.values())
                .allSatisfy(guarantee -> assertThat(page)
                        .contains("\n| " + NAMES.get(guarantee) + " | " + yesOrNo(guarantees, guarantee) + " | "));
    }

    @Test
    void guaranteesOfTheReadmeAreTheDeclaredOnes() {
        try (ClaimStore memory = InMemoryClaimStore.create()) {
            assertThat(rowOfTheReadme("`dedup-core`")).isEqualTo(row(memory.guarantees()));
        }
        assertThat(rowOfTheReadme("`dedup-valkey`")).isEqualTo(row(guaranteesOfValkey()));
    }

    private static StoreGuarantees guaranteesOfValkey() {
        try (ValkeyServer server = ValkeyServer.started();
                ClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            return store.guarantees();
        }
    }

    private static List<String> row(StoreGuarantees guarantees) {
        return Arrays.stream(Guarantee.values())
                .map(guarantee -> yesOrNo(guarantees, guarantee))
                .toList();
    }

    private static String yesOrNo(StoreGuarantees guarantees, Guarantee guarantee) {
        return guarantees.promises(guarantee) ? "yes" : "no";
    }

    /** The guarantees of the row of the module's store, in the order of the table's head, which is that of the code. */
    private List<String> rowOfTheReadme(String module) {
        assertThat(readme)
                .contains("| survives restart | survives failover | never evicts | joins your transaction"
                        + " | holds forever |\n");
        String row = readme.lines()
                .filter(line -> line.startsWith("| ") && line.contains(" | " + module + " | "))
                .findFirst()
                .orElseThrow();
        List<String> cells = List.of(row.split(" *\\| *"));
        return cells.subList(cells.indexOf(module) + 1, cells.size());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

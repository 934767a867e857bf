// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the documentation says of the store is what it declares, makes and needs. */
class DocumentationTest {
    /** What the page calls each guarantee. */
    private static final Map<Guarantee, String> NAMES = Map.of(
            Guarantee.SURVIVES_RESTART, "survives a restart",
            Guarantee.SURVIVES_FAILOVER, "survives a fail-over",
            Guarantee.NEVER_EVICTS, "never evicts",
            Guarantee.JOINS_TRANSACTION, "joins your transaction",
            Guarantee.HOLDS_FOREVER, "holds forever");

    private final String page = read("../docs/stores/postgres.md");
    private final StoreGuarantees guarantees = guarantees();

    @Test
    void rightsOfAUserAreThoseThatAreTested() {
        assertThat(page.lines()).containsSequence(LeastPrivileges.DOCUMENTED);
    }

    @Test
    void tableIsThatOfTheMigration() {
        String migration = Schema.migration()
                .lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("--"))
                .reduce("", (text, line) -> text + line + "\n");

        assertThat(page).contains("```sql\n" + migration + "```\n");
    }

    @Test
    void guaranteesOfThePageAreTheDeclaredOnes() {
        assertThat(Guarantee.values())
                .allSatisfy(guarantee ->
                        assertThat(page).contains("\n| " + NAMES.get(guarantee) + " | " + yesOrNo(guarantee) + " | "));
    }

    private static StoreGuarantees guarantees() {
        try (ClaimStore store = PostgresClaimStore.connect(Servers.url(Servers.newest()))) {
            return store.guarantees();
        }
    }

    private String yesOrNo(Guarantee guarantee) {
        return guarantees.promises(guarantee) ? "yes" : "no";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

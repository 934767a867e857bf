// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import dev.dedup.testservers.ValkeyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page on Valkey says is what the store declares and needs. */
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

    private static StoreGuarantees guaranteesOfValkey() {
        try (ValkeyServer server = ValkeyServer.started();
                ClaimStore store = ValkeyClaimStore.connect(server.uri())) {
            return store.guarantees();
        }
    }

    private static String yesOrNo(StoreGuarantees guarantees, Guarantee guarantee) {
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

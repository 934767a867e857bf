// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.StoreGuarantees;
import dev.dedup.spi.StoreGuarantees.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page on DynamoDB says is what the store declares, stores and needs. */
class DocumentationTest {
    /** What the page calls each guarantee. */
    private static final Map<Guarantee, String> NAMES = Map.of(
            Guarantee.SURVIVES_RESTART, "survives a restart",
            Guarantee.SURVIVES_FAILOVER, "survives a fail-over",
            Guarantee.NEVER_EVICTS, "never evicts",
            Guarantee.JOINS_TRANSACTION, "joins your transaction",
            Guarantee.HOLDS_FOREVER, "holds forever");

    private String page = "";

    @BeforeEach
    void readThePage() throws IOException {
        page = Files.readString(Path.of("../docs/stores/dynamodb.md"));
    }

    @Test
    void guaranteesAreTheDeclaredOnes() {
        StoreGuarantees guarantees;
        try (var store = Local.builder(Local.table()).build()) {
            guarantees = store.guarantees();
        }

        assertThat(Guarantee.values())
                .allSatisfy(guarantee -> assertThat(page)
                        .contains("\n| " + NAMES.get(guarantee) + " | "
                                + (guarantees.promises(guarantee) ? "yes" : "no") + " | "));
    }

    @Test
    void policyIsTheOneOfTheJar() throws IOException {
        try (var file = DynamoDbClaimStore.class.getResourceAsStream("policy.json")) {
            String policy = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);

            assertThat(page).contains("```json\n" + policy + "```\n");
        }
    }

    @Test
    void keyAndTtlAreThoseOfTheLayout() {
        assertThat(page)
                .contains("--attribute-definitions AttributeName=" + ItemLayout.KEY + ",AttributeType=B ")
                .contains("--key-schema AttributeName=" + ItemLayout.KEY + ",KeyType=HASH\n")
                .contains(
                        "--time-to-live-specification Enabled=true,AttributeName=" + ItemLayout.DELETABLE_FROM + "\n");
    }
}

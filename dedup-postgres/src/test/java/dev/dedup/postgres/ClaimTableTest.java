// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTableTest {
    @ParameterizedTest
    @CsvSource({"a, \"a\"", "A b, \"A b\"", "a\"b, \"a\"\"b\"", "a.b, \"a.b\"", "é;--, \"é;--\""})
    void nameIsQuoted(String name, String quoted) {
        assertThat(ClaimTable.DEFAULT.named(name).quoted()).isEqualTo(quoted);
        assertThat(ClaimTable.DEFAULT.named("t").inSchema(name).quoted()).isEqualTo(quoted + ".\"t\"");
    }

    @Test
    void textFormIsForPeople() {
        assertThat(ClaimTable.DEFAULT).hasToString("dedup_claim");
        assertThat(ClaimTable.DEFAULT.inSchema("s")).hasToString("s.dedup_claim");
    }

    @Test
    void nameOf63BytesIsTheLongest() {
        String longest = "é".repeat(31) + "x";
        assertThat(ClaimTable.DEFAULT.named(longest).name()).isEqualTo(longest);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresClaimStore.builder().table(longest + "x"))
                .withMessage(
                        "The table name of a PostgreSQL store is 64 bytes long; it must be 1 to 63 bytes without a NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresClaimStore.builder().schema(longest + "x"))
                .withMessageStartingWith("The schema name of a PostgreSQL store is 64 bytes long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void nameThatTheServerCannotHaveIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimTable.DEFAULT.named(name));
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimTable.DEFAULT.inSchema(name));
    }
}

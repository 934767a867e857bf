// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.spi.Verdict;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryClaimStoreProviderTest {
    @Test
    void isInstalled() {
        assertThat(ServiceLoader.load(ClaimStoreProvider.class))
                .hasAtLeastOneElementOfType(InMemoryClaimStoreProvider.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:", "MEMORY:", "memory:?maximumClaims=5000"})
    void opensAStoreOfItsOwnEachTime(String url) {
        try (ClaimStore one = ClaimStoreProvider.openStore(url);
                ClaimStore other = ClaimStoreProvider.openStore(url)) {
            assertThat(one).isInstanceOf(InMemoryClaimStore.class);
            assertThat(new Claims(one).confirm(1, 10)).isEqualTo(Verdict.CLAIMED);
            assertThat(new Claims(other).confirm(1, 11)).isEqualTo(Verdict.CLAIMED);
        }
    }

    @Test
    void setsTheMaximum() {
        try (ClaimStore store = ClaimStoreProvider.openStore("memory:?maximumClaims=1")) {
            Claims claims = new Claims(store);
            claims.confirm(1, 10);
            assertThat(claims.refusedClaim(2, 10)).hasMessageContaining("holds 1 live claims");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "memory://localhost, names a place",
        "memory:?maximumclaims=5, the option 'maximumclaims'",
        "memory:?, the option ''",
        "memory:?maximumClaims=5&ttl=3, the option 'ttl'",
        "memory:?maximumClaims, sets maximumClaims to",
        "memory:?maximumClaims=many, sets maximumClaims to 'many'",
        "memory:?maximumClaims=0, maximumClaims is 0",
        "memory:?maximumClaims=9000000000000000, has room for",
    })
    void saysWhatIsWrongWithAUrl(String url, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimStoreProvider.openStore(url))
                .withMessageContaining(problem)
                .withMessageContaining("maximumClaims");
    }

    @Test
    void showsNothingOfAUrlThatMayHoldAPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimStoreProvider.openStore("memory://user:secret@host"))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimStoreProvider.openStore("memory:?password=secret"))
                .withMessageNotContaining("secret");
    }
}

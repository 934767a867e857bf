// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import org.junit.jupiter.api.Tag;

/** The contract where single claims share statements. */
@Tag("one-jdk")
class CoalescedContractTest extends OwnTransactionContract {
    CoalescedContractTest() {
        super(Servers.NEWEST);
    }

    @Override
    PostgresClaimStoreBuilder configured(PostgresClaimStoreBuilder builder) {
        return builder.coalesceClaims();
    }
}

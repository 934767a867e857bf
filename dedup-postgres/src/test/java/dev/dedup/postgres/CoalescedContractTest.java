// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

/** The contract where single claims share statements. */
class CoalescedContractTest extends OwnTransactionContract {
    CoalescedContractTest() {
        super(Servers.NEWEST);
    }

    @Override
    PostgresClaimStoreBuilder configured(PostgresClaimStoreBuilder builder) {
        return builder.coalesceClaims();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

/** The contract on the newest version that is supported. */
class NewestServerContractTest extends OwnTransactionContract {
    NewestServerContractTest() {
        super(Servers.NEWEST);
    }
}

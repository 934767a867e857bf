// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

/** The contract on the oldest version that is supported. */
class OldestServerContractTest extends OwnTransactionContract {
    OldestServerContractTest() {
        super(Servers.OLDEST);
    }
}

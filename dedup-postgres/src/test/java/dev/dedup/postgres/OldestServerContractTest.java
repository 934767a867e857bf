// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import org.junit.jupiter.api.Tag;

/** The contract on the oldest version that is supported. */
@Tag("one-jdk")
class OldestServerContractTest extends OwnTransactionContract {
    OldestServerContractTest() {
        super(Servers.OLDEST);
    }
}

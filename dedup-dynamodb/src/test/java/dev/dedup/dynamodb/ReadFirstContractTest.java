// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import org.junit.jupiter.api.Tag;

/** On a server whose every read is consistent; {@link ReadFirstTest} shows what a stale read does. */
@Tag("one-jdk")
class ReadFirstContractTest extends DynamoDbContract {
    @Override
    DynamoDbClaimStoreBuilder configured(DynamoDbClaimStoreBuilder builder) {
        return builder.readFirst();
    }
}

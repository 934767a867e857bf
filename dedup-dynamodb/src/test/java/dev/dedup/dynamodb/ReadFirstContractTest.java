// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

/** On a server whose every read is consistent; {@link ReadFirstTest} shows what a stale read does. */
class ReadFirstContractTest extends DynamoDbContract {
    @Override
    DynamoDbClaimStoreBuilder configured(DynamoDbClaimStoreBuilder builder) {
        return builder.readFirst();
    }
}

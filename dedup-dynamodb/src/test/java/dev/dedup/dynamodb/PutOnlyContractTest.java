// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

class PutOnlyContractTest extends DynamoDbContract {
    @Override
    DynamoDbClaimStoreBuilder configured(DynamoDbClaimStoreBuilder builder) {
        return builder;
    }
}

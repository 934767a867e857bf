// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** Claims on DynamoDB. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // the AWS SDK has no module descriptors
module dev.dedup.dynamodb {
    requires transitive dev.dedup;
    requires transitive software.amazon.awssdk.auth;
    requires transitive software.amazon.awssdk.enhanced.dynamodb;
    requires transitive software.amazon.awssdk.services.dynamodb;
    requires org.slf4j;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.nio.netty;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries.api;
    requires static transitive org.jspecify;

    exports dev.dedup.dynamodb;

    provides dev.dedup.spi.ClaimStoreProvider with
            dev.dedup.dynamodb.DynamoDbClaimStoreProvider;
}

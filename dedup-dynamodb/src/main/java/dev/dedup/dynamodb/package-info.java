// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Durable claims on DynamoDB, one item for each post. {@link dev.dedup.dynamodb.DynamoDbClaimStore} is where to begin.
 */
@NullMarked
package dev.dedup.dynamodb;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** What a claim on DynamoDB costs the client, measured against DynamoDB Local, which says nothing of the service's own speed. */
@NullMarked
package dev.dedup.benchmarks.dynamodb;

import org.jspecify.annotations.NullMarked;

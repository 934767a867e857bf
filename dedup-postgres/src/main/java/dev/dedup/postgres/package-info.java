// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Durable claims on PostgreSQL, RDS and Aurora, in transactions of their own or in the caller's. {@link
 * dev.dedup.postgres.PostgresClaimStore} is where to begin.
 */
@NullMarked
package dev.dedup.postgres;

import org.jspecify.annotations.NullMarked;

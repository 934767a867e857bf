// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * Claims on Valkey, ElastiCache, or Redis from 7.0, by the Lettuce client. Entry: {@link dev.dedup.valkey.ValkeyClaimStore}.
 */
@NullMarked
package dev.dedup.valkey;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Callers of the stores for their tests: {@link dev.dedup.testservers.claims.Asker} asks a store by itself, {@link
 * dev.dedup.testservers.claims.Retries} through a deduplicator while something is mended, and {@link
 * dev.dedup.testservers.claims.Together} has many call at the same moment. {@link
 * dev.dedup.testservers.claims.ForwardingStore} is what a test overrides to change one thing about a store.
 */
@NullMarked
package dev.dedup.testservers.claims;

import org.jspecify.annotations.NullMarked;

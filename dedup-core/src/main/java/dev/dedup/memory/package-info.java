// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * An exact claim store on the heap of one process: {@link dev.dedup.memory.InMemoryClaimStore}.
 *
 * <p>It never forgets a live claim, cleans up as part of its claims without a thread of its own, and fails with a clear error
 * where it has no room. {@code docs/adr/0002-in-memory-table.md} explains the layout.
 */
@NullMarked
package dev.dedup.memory;

import org.jspecify.annotations.NullMarked;

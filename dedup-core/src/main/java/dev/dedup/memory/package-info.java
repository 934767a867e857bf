// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * What is held on the heap of one process: an exact claim store, {@link dev.dedup.memory.InMemoryClaimStore}, and a memory in front of
 * any store, {@link dev.dedup.memory.RecentDuplicates}.
 *
 * <p>The store never forgets a live claim, cleans up as part of its claims without a thread of its own, and fails with a clear error
 * where it has no room. {@code docs/adr/0002-in-memory-table.md} explains the layout.
 */
@NullMarked
package dev.dedup.memory;

import org.jspecify.annotations.NullMarked;

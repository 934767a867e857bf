// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** What a memory of recent duplicates saves in front of a store, and what it takes: {@link dev.dedup.benchmarks.recent.HitRate}. */
@NullMarked
package dev.dedup.benchmarks.recent;

import org.jspecify.annotations.NullMarked;

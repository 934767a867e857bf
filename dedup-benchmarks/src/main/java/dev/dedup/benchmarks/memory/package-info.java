// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The in-memory store against the maps and caches that teams use instead: rate, heap and the longest single claim. */
@NullMarked
package dev.dedup.benchmarks.memory;

import org.jspecify.annotations.NullMarked;

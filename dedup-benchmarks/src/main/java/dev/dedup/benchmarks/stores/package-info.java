// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** What the benchmarks of all stores claim, and who claims it. */
@NullMarked
package dev.dedup.benchmarks.stores;

import org.jspecify.annotations.NullMarked;

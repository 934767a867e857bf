// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * What a fingerprint costs, against the usual recipe; the entry is {@link dev.dedup.benchmarks.identity.FingerprintBenchmark}.
 */
@NullMarked
package dev.dedup.benchmarks.identity;

import org.jspecify.annotations.NullMarked;

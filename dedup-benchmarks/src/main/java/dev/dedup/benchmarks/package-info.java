// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Benchmarks of claims and of fingerprints against their peers. */
@NullMarked
package dev.dedup.benchmarks;

import org.jspecify.annotations.NullMarked;

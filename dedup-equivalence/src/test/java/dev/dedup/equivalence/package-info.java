// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * The stores that are compared, each with its server: {@link dev.dedup.equivalence.StoreKind} names and starts them, {@link
 * dev.dedup.equivalence.StoreUnderTest} is one that runs.
 */
@NullMarked
package dev.dedup.equivalence;

import org.jspecify.annotations.NullMarked;

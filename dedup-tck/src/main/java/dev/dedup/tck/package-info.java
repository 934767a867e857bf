// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * The contract suite that every claim store passes: extend {@link dev.dedup.tck.ClaimStoreContract} once per configuration.
 *
 * <p>A {@link dev.dedup.tck.ContractClock} lets time pass, and {@link dev.dedup.tck.ClaimModel} says in plain sequential code what
 * a store answers.
 */
@NullMarked
package dev.dedup.tck;

import org.jspecify.annotations.NullMarked;

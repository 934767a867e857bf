// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * What a store author implements: {@link dev.dedup.spi.ClaimStore} and the values that go in and out of it.
 *
 * <p>A store answers for single fingerprints and holds no policy; retries, deadlines, chunking and failure policies stand once,
 * in {@code dev.dedup}. The rules a store must keep are tested by the contract kit {@code dedup-tck}.
 */
@NullMarked
package dev.dedup.spi;

import org.jspecify.annotations.NullMarked;

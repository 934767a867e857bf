// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * Claims each distinct item once: {@link dev.dedup.Deduplicator} over whichever {@link dev.dedup.spi.ClaimStore} a team runs.
 */
@NullMarked
package dev.dedup;

import org.jspecify.annotations.NullMarked;

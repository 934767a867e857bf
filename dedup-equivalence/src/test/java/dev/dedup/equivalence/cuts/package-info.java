// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Requests and answers that are lost on their way, one at a time and by the thousand: {@link dev.dedup.equivalence.cuts.CutTest} runs
 * them, a {@link dev.dedup.equivalence.cuts.Trial} is one, {@link dev.dedup.equivalence.cuts.State} and {@link
 * dev.dedup.equivalence.cuts.Request} say what must come of it.
 */
@NullMarked
package dev.dedup.equivalence.cuts;

import org.jspecify.annotations.NullMarked;

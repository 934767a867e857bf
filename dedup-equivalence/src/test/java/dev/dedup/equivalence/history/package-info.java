// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * What several processes do to the same posts at the same time, written down and judged: {@link
 * dev.dedup.equivalence.history.HistoryTest} runs them, {@link dev.dedup.equivalence.history.Event} is one operation, {@link
 * dev.dedup.equivalence.history.Linearizability} decides whether one order of the operations on a post explains all answers.
 */
@NullMarked
package dev.dedup.equivalence.history;

import org.jspecify.annotations.NullMarked;

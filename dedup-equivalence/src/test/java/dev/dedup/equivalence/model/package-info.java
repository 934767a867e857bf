// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Random programs that every store and one small model must answer alike: {@link
 * dev.dedup.equivalence.model.EquivalenceTest} runs them, {@link dev.dedup.equivalence.model.Step} is what they are made of,
 * {@link dev.dedup.equivalence.model.Model} says what is right.
 */
@NullMarked
package dev.dedup.equivalence.model;

import org.jspecify.annotations.NullMarked;

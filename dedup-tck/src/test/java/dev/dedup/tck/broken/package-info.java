// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Stores that each break one rule, and the proof that the contract kit catches every one of them. */
@NullMarked
package dev.dedup.tck.broken;

import org.jspecify.annotations.NullMarked;

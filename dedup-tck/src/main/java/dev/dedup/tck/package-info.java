// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The contract suite that every claim store passes. */
@NullMarked
package dev.dedup.tck;

import org.jspecify.annotations.NullMarked;

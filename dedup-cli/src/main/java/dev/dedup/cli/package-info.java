// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The {@code dedup} command. */
@NullMarked
package dev.dedup.cli;

import org.jspecify.annotations.NullMarked;

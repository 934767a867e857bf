// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** The interface that a claim store implements, with its request and answer types. */
@NullMarked
package dev.dedup.spi;

import org.jspecify.annotations.NullMarked;

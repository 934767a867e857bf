// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** An exact claim store on the heap of one process. */
@NullMarked
package dev.dedup.memory;

import org.jspecify.annotations.NullMarked;

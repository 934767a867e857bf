// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Claims each distinct post once over a fleet of workers. */
@NullMarked
package dev.dedup;

import org.jspecify.annotations.NullMarked;

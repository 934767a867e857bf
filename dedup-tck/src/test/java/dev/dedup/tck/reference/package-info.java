// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** A correct store in the plainest code: what the tutorial shows, and what the broken stores break. */
@NullMarked
package dev.dedup.tck.reference;

import org.jspecify.annotations.NullMarked;

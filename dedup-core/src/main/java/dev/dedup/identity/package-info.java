// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Fingerprints: what "the same item" means, for any type. */
@NullMarked
package dev.dedup.identity;

import org.jspecify.annotations.NullMarked;

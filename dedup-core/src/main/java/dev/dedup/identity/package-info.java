// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Fingerprints: what "the same item" means, for any type.
 *
 * <p>The entry type is {@link dev.dedup.identity.Fingerprinter}; {@link dev.dedup.identity.TextNormalizer} says which texts count as
 * equal. The bytes behind a {@link dev.dedup.identity.Fingerprint} are a stored format, described in {@code
 * docs/identity-format.md}.
 */
@NullMarked
package dev.dedup.identity;

import org.jspecify.annotations.NullMarked;

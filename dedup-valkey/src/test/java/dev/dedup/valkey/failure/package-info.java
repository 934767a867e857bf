// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * What becomes of posts when real servers fail under them; each test counts that none is lost. Scrapers claim in a {@link
 * dev.dedup.valkey.failure.Fleet}, and a {@link dev.dedup.valkey.failure.Ledger} counts.
 */
@NullMarked
package dev.dedup.valkey.failure;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Claims on a Valkey server of this machine, against what teams write themselves. Entry: {@link BatchClaimRate}. */
@NullMarked
package dev.dedup.benchmarks.valkey;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/** Claims on a PostgreSQL server of this machine, against what teams write themselves. Entry: {@link BatchClaimRate}. */
@NullMarked
package dev.dedup.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors

/**
 * Workers that are killed over and over while they drain one input into one sink, and a server that is killed under them: {@link
 * dev.dedup.equivalence.workers.KilledWorkersTest} kills, {@link dev.dedup.equivalence.workers.WorkerProcess} is a worker, {@link
 * dev.dedup.equivalence.workers.Account} says whether anything is missing and what explains each repetition.
 */
@NullMarked
package dev.dedup.equivalence.workers;

import org.jspecify.annotations.NullMarked;

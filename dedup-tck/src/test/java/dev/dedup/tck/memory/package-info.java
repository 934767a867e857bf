// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The contract on the in-memory store, one class per configuration. */
@NullMarked
package dev.dedup.tck.memory;

import org.jspecify.annotations.NullMarked;

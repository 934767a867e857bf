// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The Java samples of the documentation, which see only what a user sees. */
@NullMarked
package dev.dedup.examples;

import org.jspecify.annotations.NullMarked;

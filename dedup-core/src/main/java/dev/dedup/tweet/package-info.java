// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** Scraped posts and what makes two of them the same. */
@NullMarked
package dev.dedup.tweet;

import org.jspecify.annotations.NullMarked;

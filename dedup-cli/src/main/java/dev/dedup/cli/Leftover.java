// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

/**
 * Claims of a run that a store may still hold though they were to be removed.
 *
 * @param store what the store is called, without credentials
 * @param claims how many there may be
 * @param reason why they were not removed
 */
record Leftover(String store, long claims, String reason) {}

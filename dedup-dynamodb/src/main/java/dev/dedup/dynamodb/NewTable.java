// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

/**
 * What a table that is to be made is to have.
 *
 * @param recovers whether point-in-time recovery is turned on
 * @param isProtected whether it is protected from deletion
 */
record NewTable(boolean recovers, boolean isProtected) {}

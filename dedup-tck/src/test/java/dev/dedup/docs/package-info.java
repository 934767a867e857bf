// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** That the documentation shows code which is compiled and tested. */
@NullMarked
package dev.dedup.docs;

import org.jspecify.annotations.NullMarked;

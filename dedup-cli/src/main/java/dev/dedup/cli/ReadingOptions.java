// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.Optional;

/**
 * How to read a file of posts.
 *
 * @param format the format, or empty to tell it by the file's name or its first line
 * @param names which fields make a post
 * @param maxRecordBytes the longest record that is accepted
 */
record ReadingOptions(Optional<Format> format, FieldNames names, int maxRecordBytes) {}

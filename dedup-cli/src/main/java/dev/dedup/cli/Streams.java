// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The three streams of the process.
 *
 * @param in standard input
 * @param out standard output, not buffered
 * @param err standard error
 */
record Streams(InputStream in, OutputStream out, PrintStream err) {}

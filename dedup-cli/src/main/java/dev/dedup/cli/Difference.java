// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.Verdict;
import java.util.List;

/**
 * A post on which stores disagree.
 *
 * @param post the post
 * @param verdicts what each store said, in the order in which they were named
 */
record Difference(Sighting post, List<Verdict> verdicts) {}

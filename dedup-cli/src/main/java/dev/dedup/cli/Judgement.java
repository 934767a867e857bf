// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.spi.Verdict;
import java.util.List;

/**
 * A post, what it is, and what the stores say.
 *
 * @param post the post
 * @param expected what every store should say
 * @param verdicts what each store said, in the order in which they were named
 */
record Judgement(Sighting post, Verdict expected, List<Verdict> verdicts) {}

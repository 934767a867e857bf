// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;

/**
 * How a process of this machine is begun and ended.
 *
 * @param name what messages call it
 * @param words the program and its arguments
 * @param stopSignal asks it to end in good order
 * @param closeSignal ends it when nothing of it is needed any more
 * @param cleanUp is run when it has been closed and has ended, with its directory still there
 */
record LocalCommand(String name, List<String> words, String stopSignal, String closeSignal, Runnable cleanUp) {}

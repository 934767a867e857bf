// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;

/** A Valkey or Redis that can be started: a program of this machine, or an image. */
interface ValkeyInstallation {
    /** What it is, its version and where it comes from, without a path. */
    String description();

    /** A process, not yet started, that is given these arguments and finds its files in this directory, which it then owns. */
    ServerProcess process(TestDirectory directory, List<String> arguments);
}

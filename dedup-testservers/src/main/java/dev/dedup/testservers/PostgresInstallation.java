// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;

/** A PostgreSQL that can be started: programs of this machine, or an image. */
interface PostgresInstallation {
    /** The first part of its version. */
    int majorVersion();

    /** What it is, its version and where it comes from, without a path. */
    String description();

    /**
     * A process, not yet started, of a new cluster whose superuser is {@link ControlUser}; it owns the directory.
     *
     * <p>It runs in the directory and keeps its data in {@code data} below it; the files there are the server's to read.
     *
     * @param settings the server's, each as {@code name=value}
     */
    ServerProcess process(TestDirectory directory, List<String> settings);
}

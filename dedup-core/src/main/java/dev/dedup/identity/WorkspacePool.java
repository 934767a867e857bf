// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * Lends workspaces to threads.
 *
 * <p>A fixed number of slots rather than a thread-local: a million virtual threads must not own a workspace each. A thread that
 * finds its slot empty makes a new workspace. One that was not given back, because its user failed half-way, is garbage.
 */
final class WorkspacePool {
    /** Slots are spread over cache lines, so that two threads do not fight for one. */
    private static final int SPREAD = 16;

    private static final int SLOTS =
            Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors());

    private static final AtomicReferenceArray<Workspace> POOL = new AtomicReferenceArray<>(SLOTS * SPREAD);

    private WorkspacePool() {}

    static Workspace take() {
        Workspace pooled = POOL.getAndSet(slot(), null);
        return pooled != null ? pooled : new Workspace();
    }

    static void give(Workspace workspace) {
        POOL.setRelease(slot(), workspace);
    }

    static <R> R with(Function<Workspace, R> use) {
        Workspace workspace = take();
        R result = use.apply(workspace);
        give(workspace);
        return result;
    }

    private static int slot() {
        return ((int) Thread.currentThread().getId() & (SLOTS - 1)) * SPREAD;
    }
}

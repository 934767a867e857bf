// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

/**
 * Cuts a store off from what is behind it, so that the kit can show that an error is never a verdict.
 *
 * <p>Typical means: stop the proxy in front of the server, close the socket, revoke the permission, pause the container.
 */
public interface StoreFaults {
    /** Makes every operation of the store fail from now on, without touching the claims it holds. */
    void breakConnection();

    /** Undoes {@link #breakConnection()}: operations that begin after the return succeed again. */
    void restore();
}

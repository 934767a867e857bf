// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import java.util.List;

/**
 * A lease was no longer held when it was confirmed or extended: it had lapsed, or somebody removed it.
 *
 * <p>Somebody else may have the item by now, so work done under the lease may be repeated. Nothing of the other's was touched.
 */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<?> items;

    LeaseLostException(List<?> items, String message) {
        super(message);
        this.items = List.copyOf(items);
    }

    /**
     * Returns the items whose lease was lost.
     *
     * @return the items, in the order in which they were leased; empty after serialization
     */
    public List<?> items() {
        return items == null ? List.of() : items;
    }
}

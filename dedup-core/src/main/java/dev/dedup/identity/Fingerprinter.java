// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

/**
 * Says what makes two items the same.
 *
 * @param <T> the kind of item
 */
@FunctionalInterface
public interface Fingerprinter<T> {
    /**
     * Returns the fingerprint of an item.
     *
     * @param item the item
     * @return its fingerprint
     */
    Fingerprint fingerprint(T item);
}

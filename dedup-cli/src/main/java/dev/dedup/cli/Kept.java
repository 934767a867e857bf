// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.identity.Fingerprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The posts that others are working on, in input order, until it is known what became of them. For one thread. */
final class Kept {
    private static final int MOST_POSTS = 10_000;
    private static final long MOST_BYTES = 32L << 20;

    private List<Post> posts = new ArrayList<>();
    private final Set<Fingerprint> fingerprints = new HashSet<>();
    private long bytes;

    void add(Post post) {
        Post own = post.detached();
        posts.add(own);
        fingerprints.add(own.fingerprint());
        bytes += own.record().length();
    }

    /** Lets posts that equal a kept one wait behind it, so that the first stays the first, and returns the others. */
    List<Post> queueBehind(List<Post> arriving) {
        if (posts.isEmpty()) {
            return arriving;
        }
        List<Post> others = new ArrayList<>(arriving.size());
        for (Post post : arriving) {
            if (fingerprints.contains(post.fingerprint())) {
                add(post);
            } else {
                others.add(post);
            }
        }
        return others;
    }

    /** Takes all posts out. */
    List<Post> takeAll() {
        List<Post> all = posts;
        posts = new ArrayList<>();
        fingerprints.clear();
        bytes = 0;
        return all;
    }

    int size() {
        return posts.size();
    }

    boolean isEmpty() {
        return posts.isEmpty();
    }

    /** Says whether no more should be kept, for the sake of memory. */
    boolean isFull() {
        return posts.size() >= MOST_POSTS || bytes >= MOST_BYTES;
    }
}

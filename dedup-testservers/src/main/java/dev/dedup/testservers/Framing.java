// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** How a proxy cuts what it reads into the pieces that its rules look at. */
enum Framing {
    /** Whatever one read gives. */
    READS {
        @Override
        byte[] next(InputStream from) throws IOException {
            var buffer = new byte[PIECE];
            return Arrays.copyOf(buffer, Math.max(0, from.read(buffer)));
        }
    },

    /** One message of HTTP/1.1. */
    HTTP {
        @Override
        InputStream input(InputStream from) {
            return new BufferedInputStream(from);
        }

        @Override
        byte[] next(InputStream from) throws IOException {
            return HttpMessage.read(from);
        }
    };

    private static final int PIECE = 1 << 16;

    /** What all pieces of a connection are read from. */
    InputStream input(InputStream from) {
        return from;
    }

    /** The next piece; an empty one at the end. */
    abstract byte[] next(InputStream from) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/** A pipe that stays open until it is ended. */
final class Trickle {
    private final PipedOutputStream out = new PipedOutputStream();
    private final PipedInputStream in = new PipedInputStream(1 << 16);

    Trickle() throws IOException {
        in.connect(out);
    }

    InputStream in() {
        return in;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void end() throws IOException {
        out.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dedup.benchmarks.stores.BatchClaimer;
import dev.dedup.benchmarks.stores.Posts;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** Claims by a socket: one write for each batch, and answers read as little as they can be. */
final class SocketClaimer implements BatchClaimer {
    private static final byte[] BEFORE = "*7\r\n$3\r\nSET\r\n$18\r\nd:".getBytes(US_ASCII);
    private static final byte[] AFTER = ("\r\n$19\r\n1234567890123456789\r\n$2\r\nNX\r\n$3\r\nGET\r\n$2\r\nPX\r\n$9\r\n"
                    + HOLD_MILLIS + "\r\n")
            .getBytes(US_ASCII);

    private final Socket socket;
    private final InputStream answers;
    private final ByteBuffer request =
            ByteBuffer.allocate(BatchClaimRate.BATCH * (BEFORE.length + Fingerprint.BYTES + AFTER.length));

    SocketClaimer(ValkeyServer server) {
        try {
            socket = new Socket(server.host(), server.port());
            socket.setTcpNoDelay(true);
            answers = new BufferedInputStream(socket.getInputStream(), 65_536);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int claim(Posts posts, int count) {
        int claimed = 0;
        for (int from = 0; from < count; from += BatchClaimRate.BATCH) {
            claimed += claimBatch(posts.fingerprints(from, Math.min(count, from + BatchClaimRate.BATCH)));
        }
        return claimed;
    }

    private int claimBatch(List<Fingerprint> posts) {
        request.clear();
        for (Fingerprint post : posts) {
            request.put(BEFORE).putLong(post.high()).putLong(post.low()).put(AFTER);
        }
        try {
            socket.getOutputStream().write(request.array(), 0, request.position());
            int claimed = 0;
            for (int i = 0; i < posts.size(); i++) {
                claimed += readAnswer() ? 1 : 0;
            }
            return claimed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code $-1} for a key that was free, or a length and so many bytes. */
    private boolean readAnswer() throws IOException {
        if (answers.read() != '$') {
            throw new IOException("The server answered with an error");
        }
        int length = 0;
        boolean free = false;
        for (int next = answers.read(); next != '\r'; next = answers.read()) {
            free |= next == '-';
            length = length * 10 + next - '0';
        }
        answers.skipNBytes(free ? 1 : length + 3L);
        return free;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens, says the same to everybody who has sent something, and hangs up. */
final class CannedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] words;

    CannedServer(String words) throws IOException {
        this.words = words.getBytes(US_ASCII);
        Thread thread = new Thread(this::serve, "canned-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        try {
            while (true) {
                answer(socket.accept());
            }
        } catch (IOException e) {
            // That is how the end of listening reads.
        }
    }

    private void answer(Socket client) throws IOException {
        try (client) {
            client.getInputStream().read(new byte[1_024]);
            client.getOutputStream().write(words);
        }
    }
}

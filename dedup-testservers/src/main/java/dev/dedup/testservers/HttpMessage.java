// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests and answers of HTTP/1.1 as bytes: a head, and a body of the length that the head gives. */
public final class HttpMessage {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int END_OF_HEAD_BYTES = 0x0d0a0d0a;
    private static final Pattern LENGTH = Pattern.compile("\\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);

    private HttpMessage() {}

    /**
     * Writes an answer of DynamoDB's kind.
     *
     * @param status such as 400
     * @param json the body
     * @return the bytes of the answer
     */
    public static byte[] answer(int status, String json) {
        byte[] body = json.getBytes(UTF_8);
        String head = "HTTP/1.1 " + status + " Status\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
                + body.length + END_OF_HEAD;
        var message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }

    /** Reads one message; whatever there is of it if it ends before, and nothing at the end. */
    static byte[] read(InputStream from) throws IOException {
        var message = new ByteArrayOutputStream();
        int lastFour = 0;
        while (lastFour != END_OF_HEAD_BYTES) {
            int next = from.read();
            if (next < 0) {
                return message.toByteArray();
            }
            message.write(next);
            lastFour = lastFour << Byte.SIZE | next;
        }
        message.writeBytes(from.readNBytes(bodyLength(message.toString(ISO_8859_1))));
        return message.toByteArray();
    }

    private static int bodyLength(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}

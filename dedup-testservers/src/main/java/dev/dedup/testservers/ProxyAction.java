// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

/**
 * What a {@link TcpProxy} does to a request that a rule has chosen, or to its answer.
 *
 * <p>An answer is what comes from the server after the chosen request went to it: answers to requests that the same connection sent
 * before, and that are still under way, are counted in.
 */
public final class ProxyAction {
    private static final int ALL_BUT_ONE = -1;

    /** What happens to the request. */
    enum Kind {
        RESET,
        ANSWER,
        STAND_IN,
        TRUNCATE,
        END,
        REPLACE,
        HOLD
    }

    private final Kind kind;
    private final int limit;
    private final byte[] answer;
    private final byte[] request;
    private final byte[] serversAnswer;

    private ProxyAction(Kind kind, int limit, byte[] answer) {
        this(kind, limit, answer, new byte[0], new byte[0]);
    }

    private ProxyAction(Kind kind, int limit, byte[] answer, byte[] request, byte[] serversAnswer) {
        this.kind = kind;
        this.limit = limit;
        this.answer = answer.clone();
        this.request = request.clone();
        this.serversAnswer = serversAnswer.clone();
    }

    /**
     * Resets the connection before the server gets the request, so that it is not applied.
     *
     * @return the action
     */
    public static ProxyAction dropRequest() {
        return new ProxyAction(Kind.RESET, 0, new byte[0]);
    }

    /**
     * Lets the server apply the request, swallows its answer when it comes and resets the connection.
     *
     * @return the action
     */
    public static ProxyAction dropAnswer() {
        return truncateAnswer(0);
    }

    /**
     * Lets the server apply the request, passes the first bytes of its answer on, swallows the next and resets the connection.
     *
     * @param bytes how many bytes to pass, at least 0; the answer must be longer for anything to happen
     * @return the action
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public static ProxyAction truncateAnswer(int bytes) {
        requireNotNegative(bytes);
        return new ProxyAction(Kind.TRUNCATE, bytes, new byte[0]);
    }

    /**
     * Lets the server apply the request, passes its answer on but for the last byte, and resets the connection.
     *
     * @return the action
     */
    public static ProxyAction dropLastByte() {
        return new ProxyAction(Kind.TRUNCATE, ALL_BUT_ONE, new byte[0]);
    }

    /**
     * Lets the server apply the request, passes the first bytes of its answer on, swallows all that follows and ends the connection
     * without a reset, as a server does that exits.
     *
     * @param bytes how many bytes to pass, at least 0; the answer must be longer for anything to happen
     * @return the action
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public static ProxyAction endAnswer(int bytes) {
        requireNotNegative(bytes);
        return new ProxyAction(Kind.END, bytes, new byte[0]);
    }

    /**
     * Lets the server apply the request, and holds its answer back until {@link Fault#release}.
     *
     * @return the action
     */
    public static ProxyAction holdAnswer() {
        return holdAnswer(0);
    }

    /**
     * Lets the server apply the request, passes the first bytes of its answer on, and holds the rest back until {@link
     * Fault#release}.
     *
     * @param bytes how many bytes to pass, at least 0; the answer must be longer for anything to happen
     * @return the action
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public static ProxyAction holdAnswer(int bytes) {
        requireNotNegative(bytes);
        return new ProxyAction(Kind.HOLD, bytes, new byte[0]);
    }

    /**
     * Keeps the request from the server, and answers in its place, at once: before the answers to requests that the same connection
     * sent before and that are still under way.
     *
     * @param answer the bytes that the client gets, such as {@code -LOADING ...\r\n}
     * @return the action
     */
    public static ProxyAction answerInstead(byte[] answer) {
        return new ProxyAction(Kind.ANSWER, 0, answer);
    }

    /**
     * Keeps the request from the server, and answers when its turn has come: the server gets another request in its place, by whose
     * answer the turn is known.
     *
     * @param request what the server gets, such as an {@code ECHO} of a text
     * @param serversAnswer what it answers to that and to nothing else
     * @param answer the bytes that the client gets in the place of those
     * @return the action
     */
    public static ProxyAction answerInTurn(byte[] request, byte[] serversAnswer, byte[] answer) {
        return new ProxyAction(Kind.STAND_IN, 0, answer, request, serversAnswer);
    }

    /**
     * Lets the server apply the request, and puts other bytes in the place of what the server sends first.
     *
     * @param answer the bytes that the client gets
     * @return the action
     */
    public static ProxyAction replaceAnswer(byte[] answer) {
        return new ProxyAction(Kind.REPLACE, 0, answer);
    }

    private static void requireNotNegative(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("an answer cannot be cut at byte " + bytes + "; give 0 or more");
        }
    }

    Kind kind() {
        return kind;
    }

    /** How many bytes pass of an answer of which this is the first piece. */
    int limit(byte[] piece) {
        return limit == ALL_BUT_ONE ? piece.length - 1 : limit;
    }

    byte[] answer() {
        return answer.clone();
    }

    byte[] request() {
        return request.clone();
    }

    byte[] serversAnswer() {
        return serversAnswer.clone();
    }
}

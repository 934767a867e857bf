// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.function.IntUnaryOperator;

/**
 * What a {@link TcpProxy} does to a request that a rule has chosen, or to its answer.
 *
 * <p>An answer is what comes from the server after the chosen request went to it: answers to requests that the same connection sent
 * before, and that are still under way, are counted in.
 */
public final class ProxyAction {
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
    private final IntUnaryOperator limit;
    private final byte[] answer;
    private final byte[] request;
    private final byte[] serversAnswer;

    private ProxyAction(Kind kind, IntUnaryOperator limit, byte[] answer) {
        this(kind, limit, answer, new byte[0], new byte[0]);
    }

    private ProxyAction(Kind kind, IntUnaryOperator limit, byte[] answer, byte[] request, byte[] serversAnswer) {
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
        return new ProxyAction(Kind.RESET, first(0), new byte[0]);
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
        return new ProxyAction(Kind.TRUNCATE, first(bytes), new byte[0]);
    }

    /**
     * The same as {@link #truncateAnswer(int)}, at a place that is known when the answer's first piece is there: of that piece at least one
     * byte passes, and not the last.
     *
     * @param fraction how much of the piece passes, from 0 for its first byte to just under 1
     * @return the action
     * @throws IllegalArgumentException if {@code fraction} is negative, or 1 or more
     */
    public static ProxyAction truncateAnswerAt(double fraction) {
        return new ProxyAction(Kind.TRUNCATE, first(fraction), new byte[0]);
    }

    /**
     * Lets the server apply the request, passes its answer on but for the last byte, and resets the connection.
     *
     * @return the action
     */
    public static ProxyAction dropLastByte() {
        return new ProxyAction(Kind.TRUNCATE, length -> length - 1, new byte[0]);
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
        return new ProxyAction(Kind.END, first(bytes), new byte[0]);
    }

    /**
     * The same as {@link #endAnswer(int)}, at a place that is known when the answer's first piece is there: of that piece at least one
     * byte passes, and not the last.
     *
     * @param fraction how much of the piece passes, from 0 for its first byte to just under 1
     * @return the action
     * @throws IllegalArgumentException if {@code fraction} is negative, or 1 or more
     */
    public static ProxyAction endAnswerAt(double fraction) {
        return new ProxyAction(Kind.END, first(fraction), new byte[0]);
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
        return new ProxyAction(Kind.HOLD, first(bytes), new byte[0]);
    }

    /**
     * The same as {@link #holdAnswer(int)}, at a place that is known when the answer's first piece is there: of that piece at least one
     * byte passes, and not the last.
     *
     * @param fraction how much of the piece passes, from 0 for its first byte to just under 1
     * @return the action
     * @throws IllegalArgumentException if {@code fraction} is negative, or 1 or more
     */
    public static ProxyAction holdAnswerAt(double fraction) {
        return new ProxyAction(Kind.HOLD, first(fraction), new byte[0]);
    }

    /**
     * Keeps the request from the server, and answers in its place, at once: before the answers to requests that the same connection
     * sent before and that are still under way.
     *
     * @param answer the bytes that the client gets, such as {@code -LOADING ...\r\n}
     * @return the action
     */
    public static ProxyAction answerInstead(byte[] answer) {
        return new ProxyAction(Kind.ANSWER, first(0), answer);
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
        return new ProxyAction(Kind.STAND_IN, first(0), answer, request, serversAnswer);
    }

    /**
     * Lets the server apply the request, and puts other bytes in the place of what the server sends first.
     *
     * @param answer the bytes that the client gets
     * @return the action
     */
    public static ProxyAction replaceAnswer(byte[] answer) {
        return new ProxyAction(Kind.REPLACE, first(0), answer);
    }

    private static IntUnaryOperator first(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("an answer cannot be cut at byte " + bytes + "; give 0 or more");
        }
        return length -> bytes;
    }

    private static IntUnaryOperator first(double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "an answer cannot be cut at a fraction of " + fraction + "; give 0 or more, and less than 1");
        }
        return length -> 1 + (int) (fraction * (length - 1));
    }

    Kind kind() {
        return kind;
    }

    /** How many bytes pass of an answer of which this is the first piece. */
    int limit(byte[] piece) {
        return limit.applyAsInt(piece.length);
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

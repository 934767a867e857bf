// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import dev.dedup.testservers.ProxyAction;
import java.util.SplittableRandom;

/** What is lost on its way between a client and the server. */
enum Loss {
    /** The request: the server applies nothing. */
    REQUEST,
    /** The answer, by a reset. */
    ANSWER,
    /** The answer, by an end of the connection as that of a server that exits. */
    ANSWER_BY_END,
    /** What follows a byte anywhere in the answer, by a reset. */
    REST_OF_ANSWER,
    /** What follows a byte anywhere in the answer, by an end. */
    REST_OF_ANSWER_BY_END,
    /** The answer's last byte. */
    LAST_BYTE,
    /** The answer is there when nobody waits for it any more. */
    LATE_ANSWER,
    /** What follows a byte anywhere in the answer is there when nobody waits for it any more. */
    LATE_REST_OF_ANSWER;

    /** Whether the server has applied the request before anything is lost. */
    boolean isAfterApplication() {
        return this != REQUEST;
    }

    /** Whether nothing is lost but to the impatient. */
    boolean isLate() {
        return this == LATE_ANSWER || this == LATE_REST_OF_ANSWER;
    }

    /** What the proxy does. */
    ProxyAction action(SplittableRandom random) {
        return switch (this) {
            case REQUEST -> ProxyAction.dropRequest();
            case ANSWER -> ProxyAction.dropAnswer();
            case ANSWER_BY_END -> ProxyAction.endAnswer(0);
            case REST_OF_ANSWER -> ProxyAction.truncateAnswerAt(random.nextDouble());
            case REST_OF_ANSWER_BY_END -> ProxyAction.endAnswerAt(random.nextDouble());
            case LAST_BYTE -> ProxyAction.dropLastByte();
            case LATE_ANSWER -> ProxyAction.holdAnswer();
            case LATE_REST_OF_ANSWER -> ProxyAction.holdAnswerAt(random.nextDouble());
        };
    }
}

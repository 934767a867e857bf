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
    /** All but the first bytes of the answer, by a reset. */
    REST_OF_ANSWER,
    /** All but the first bytes of the answer, by an end. */
    REST_OF_ANSWER_BY_END,
    /** The answer's last byte. */
    LAST_BYTE,
    /** The answer is there when nobody waits for it any more. */
    LATE_ANSWER,
    /** The first bytes of the answer are there in time. */
    LATE_REST_OF_ANSWER;

    /** Whether the server has applied the request before anything is lost. */
    boolean isAfterApplication() {
        return this != REQUEST;
    }

    /** Whether nothing is lost but to the impatient. */
    boolean isLate() {
        return this == LATE_ANSWER || this == LATE_REST_OF_ANSWER;
    }

    /** What the proxy does; of the answer less passes than the shortest one has. */
    ProxyAction action(SplittableRandom random, int shortestAnswer) {
        return switch (this) {
            case REQUEST -> ProxyAction.dropRequest();
            case ANSWER -> ProxyAction.dropAnswer();
            case ANSWER_BY_END -> ProxyAction.endAnswer(0);
            case REST_OF_ANSWER -> ProxyAction.truncateAnswer(random.nextInt(1, shortestAnswer));
            case REST_OF_ANSWER_BY_END -> ProxyAction.endAnswer(random.nextInt(1, shortestAnswer));
            case LAST_BYTE -> ProxyAction.dropLastByte();
            case LATE_ANSWER -> ProxyAction.holdAnswer();
            case LATE_REST_OF_ANSWER -> ProxyAction.holdAnswer(random.nextInt(1, shortestAnswer));
        };
    }
}

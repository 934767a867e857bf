// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A claim of some fingerprints, where one that nothing can be said of does not keep the others from their verdicts.
 *
 * <p>A fingerprint that another transaction has claimed and not committed has no verdict before that transaction ends. A statement
 * waits for it, and all its other fingerprints with it. So the first statement for several waits only a little. Then they are asked
 * for in halves, and halves of those that wait, until all others are answered; only those that wait are waited for.
 *
 * <p>Confined to one thread.
 */
final class BatchClaim {
    /** Others may win and lose the same key between two statements, but hardly so often; then the core asks again. */
    private static final int ROUNDS = 5;

    /** Longer than a commit takes; but at most an eighth of the time. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    /** The same where other calls wait meanwhile. */
    private static final Duration FIRST_WAIT_OF_SEVERAL_CALLS = Duration.ofMillis(50);

    private static final Duration WAIT_OF_A_PART = Duration.ofMillis(10);

    private final Claims claims;
    private final Asked asked;
    private final Duration timeLeft;
    private final boolean isForSeveralCalls;
    private final long start = System.nanoTime();
    private final Found<Verdict> found;
    private boolean expectsNew;

    private BatchClaim(Claims claims, Asked asked, Duration timeLeft, boolean isForSeveralCalls) {
        this.claims = claims;
        this.asked = asked;
        this.timeLeft = timeLeft;
        this.isForSeveralCalls = isForSeveralCalls;
        this.found = new Found<>(asked.keys());
        this.expectsNew = !isForSeveralCalls
                && asked.keys().size() > 1
                && claims.expectation().isNew();
    }

    static BatchClaim of(Claims claims, ClaimRequest request) {
        return new BatchClaim(claims, new Asked(List.of(request)), request.timeLeft(), false);
    }

    /** For several calls at once, each of one fingerprint, no two of the same. None waits for those of the others that have to wait. */
    static BatchClaim ofSeveralCalls(Claims claims, List<ClaimRequest> requests, Duration timeLeft) {
        return new BatchClaim(claims, new Asked(requests), timeLeft, true);
    }

    /** Of several calls those that have to wait get a failure that {@link Failures#isWait} knows. */
    Answers<Verdict> answers() {
        try {
            settle(asked.keys(), firstWait());
            claims.expectation().learn(found);
            return found.answers(claims.store(), "claim");
        } catch (StoreException e) {
            return Failures.isWait(e) ? answersInParts(e) : answersOr(e);
        }
    }

    private Answers<Verdict> answersInParts(StoreException wait) {
        expectsNew = false;
        try {
            settleHalves(asked.keys());
            if (isForSeveralCalls) {
                return answersOr(wait);
            }
            settle(asked.keys(), Session.NO_LIMIT);
            return found.answers(claims.store(), "claim");
        } catch (StoreException e) {
            return answersOr(e);
        }
    }

    /** What is known stays known: asked for again, a post that was forgotten since would be claimed once more. */
    private Answers<Verdict> answersOr(StoreException failure) {
        return found.answersOr(failure, claims.store(), "claim");
    }

    private Duration firstWait() {
        if (asked.keys().size() == 1 && !isForSeveralCalls) {
            return Session.NO_LIMIT;
        }
        Duration longest = isForSeveralCalls ? FIRST_WAIT_OF_SEVERAL_CALLS : FIRST_WAIT;
        Duration share = timeLeft.dividedBy(8);
        return share.compareTo(longest) < 0 ? share : longest;
    }

    /** Half of the time is for those that have to wait. A look waits for nobody who confirms what he has leased. */
    private void settleHalves(SortedKeys keys) {
        if (keys.size() == 1) {
            return;
        }
        for (SortedKeys half : keys.halves()) {
            boolean isInTime = left().compareTo(timeLeft.dividedBy(2)) > 0;
            if (isInTime && !settles(half)) {
                settleHalves(half);
            }
        }
    }

    /** Whether none of them had to wait. */
    private boolean settles(SortedKeys keys) {
        try {
            settle(keys, WAIT_OF_A_PART);
            return true;
        } catch (StoreException e) {
            if (Failures.isWait(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Asks for those of the keys that have no answer yet.
     *
     * <p>An answer from a transaction of ours holds, whatever fails afterwards. In the caller's, a failure undoes all of this attempt.
     */
    private void settle(SortedKeys keys, Duration longestWait) {
        SortedKeys open = found.missing(keys);
        if (open.size() > 0) {
            found.putAll(claims.transactions().run("claim", left(), session -> {
                Found<Verdict> part = found.nothingOf(open);
                ask(session, first(session), longestWait, part);
                for (int round = 1; round < ROUNDS && !part.isComplete() && session.hasTimeLeft(); round++) {
                    ask(session, next(session), longestWait, part);
                }
                return part;
            }));
        }
    }

    private void ask(Session session, String statement, Duration longestWait, Found<Verdict> part) throws SQLException {
        asked.ask(session, statement, longestWait, part);
        if (session.isOwn()) {
            found.putAll(part);
        }
    }

    private String first(Session session) {
        return session.seesOneSnapshot() || expectsNew ? claims.statements().insertFirst() : next(session);
    }

    private String next(Session session) {
        Statements statements = claims.statements();
        if (session.seesOneSnapshot()) {
            return statements.insertFirstOrTakeOver();
        }
        return asked.isShared() ? statements.shared() : statements.claim();
    }

    private Duration left() {
        return timeLeft.minusNanos(System.nanoTime() - start);
    }
}

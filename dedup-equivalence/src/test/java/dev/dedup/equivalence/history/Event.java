// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.equivalence.model.Effect;
import dev.dedup.equivalence.model.Ending;
import dev.dedup.equivalence.model.Held;
import dev.dedup.equivalence.model.Model;
import dev.dedup.equivalence.model.Moment;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation on one post, as the thread saw it that asked. An operation on several posts is an event for each of them.
 *
 * @param process the number of the process
 * @param thread the number of the thread in its process
 * @param post the number of the post
 * @param operation what was asked
 * @param token under which token; unused by those operations that have none
 * @param state how firmly to hold; unused likewise
 * @param hold how long to hold; unused likewise
 * @param invoked when it was asked, in nanoseconds of the machine's monotonic clock
 * @param responded when the answer was there
 * @param answer the answer, or {@link #UNKNOWN}
 */
record Event(
        int process,
        int thread,
        int post,
        Operation operation,
        ClaimToken token,
        ClaimState state,
        Duration hold,
        long invoked,
        long responded,
        String answer) {
    /** No answer: it has happened or not, or will yet. */
    static final String UNKNOWN = "UNKNOWN";

    private static final String FREE = "free";
    private static final String FOR = " for ";
    private static final String EVER = "ever";

    /** The clocks of a server and of the machine may drift apart, and a store counts in milliseconds. */
    private static final Duration TOLERANCE = Duration.ofMillis(2);

    private static final String SEPARATOR = ",";

    enum Operation {
        CLAIM,
        RENEW,
        RELEASE,
        FORGET,
        LOOKUP
    }

    /** Reads what {@link #line} wrote. */
    static Event of(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        return new Event(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Operation.valueOf(parts[3]),
                new ClaimToken(Long.parseUnsignedLong(parts[4], 16)),
                ClaimState.valueOf(parts[5]),
                Duration.parse(parts[6]),
                Long.parseLong(parts[7]),
                Long.parseLong(parts[8]),
                parts[9]);
    }

    String line() {
        return Stream.of(process, thread, post, operation, token, state, hold, invoked, responded, answer)
                .map(Object::toString)
                .reduce((left, right) -> left + SEPARATOR + right)
                .orElseThrow();
    }

    boolean isUnknown() {
        return answer.equals(UNKNOWN);
    }

    /** Whether somebody waited for the one while somebody waited for the other. */
    boolean overlaps(Event other) {
        return invoked <= other.responded && other.invoked <= responded;
    }

    /**
     * What may be held after it; nothing if its answer does not fit.
     *
     * @param before what was held before
     * @param earliest not before this it took place, because of those that took place before
     * @param latest not after this, because of those that are still to take place
     */
    Stream<Optional<Held>> after(Optional<Held> before, long earliest, long latest) {
        return outcomes(before, earliest, latest)
                .filter(outcome -> isUnknown() || outcome.admits().test(answer))
                .map(Ending::next)
                .distinct();
    }

    /** The same, if it will happen once more, and its answer come from that. */
    Stream<Optional<Held>> afterLostAttempt(Optional<Held> before, long earliest, long latest) {
        return outcomes(before, earliest, latest).map(Ending::next).distinct();
    }

    /** How a lookup's answer is written: with the time that is left, and not with the instant of the end, which is by another clock. */
    static String shown(Optional<ClaimRecord> found) {
        return found.map(held -> shown(held.state(), held.token())
                        + held.timeLeft().map(Duration::toString).orElse(EVER))
                .orElse(FREE);
    }

    private static String shown(ClaimState state, ClaimToken token) {
        return state + " by " + token + FOR;
    }

    private static boolean isShown(Held held, String shown, Moment now) {
        String holder = shown(held.state(), held.token());
        return shown.startsWith(holder) && now.mayLeave(timeLeft(shown.substring(holder.length())), held.end());
    }

    private static Duration timeLeft(String shown) {
        return shown.equals(EVER) ? ClaimRequest.FOREVER : Duration.parse(shown);
    }

    /** What it begins to hold may end early: a store may read the clock as soon as it is asked, and decide when others have. */
    private Stream<Ending<String>> outcomes(Optional<Held> before, long earliest, long latest) {
        long end = isUnknown() ? latest : Math.min(latest, responded);
        Moment asked = moment(invoked, end);
        return moment(Math.max(earliest, invoked), end).views(before).map(live -> effect().on(live, asked));
    }

    private static Moment moment(long from, long to) {
        return new Moment(instant(from), to == Long.MAX_VALUE ? Instant.MAX : instant(to), TOLERANCE);
    }

    private Effect<String> effect() {
        return switch (operation) {
            case CLAIM -> written(Model.claim(token, state, hold));
            case RENEW -> written(Model.renew(token, state, hold));
            case RELEASE -> written(Model.release(token));
            case FORGET -> written(Model.forget());
            case LOOKUP -> (live, now) -> lookup(live);
        };
    }

    private static Effect<String> written(Effect<?> effect) {
        return (live, now) -> {
            Ending<?> ending = effect.on(live, now);
            return Ending.of(ending.answer(), ending.next());
        };
    }

    /** What is left may be counted when the answer has arrived, by the client: others may have changed by then what was seen. */
    private Ending<String> lookup(Optional<Held> live) {
        Moment counted = moment(invoked, responded);
        return new Ending<>(
                shown -> live.map(held -> isShown(held, shown, counted)).orElse(shown.equals(FREE)),
                live.toString(),
                live);
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One request of which something is lost. Whatever the caller is told, at once and when it asks again, must be an answer of the
 * contract to the state in which the request found the post; a rival who asks meanwhile, or at the end, must get what the caller has
 * not.
 */
final class Trial {
    private static final int REPETITIONS = 20;

    private final Lane lane;
    private final Request request;
    private final Loss loss;
    private final SplittableRandom random;
    private final Asker other;
    private final Asker rival;
    private final Set<ClaimToken> others;
    private final Instant now;
    private final Caller caller;
    private final List<Fingerprint> posts;
    private final List<State> starts;
    private final List<State> before;

    Trial(Lane lane, Request request, Loss loss, SplittableRandom random) {
        this.lane = lane;
        this.request = request;
        this.loss = loss;
        this.random = random;
        this.other = new Asker(lane.direct());
        this.rival = other.other();
        this.others = Set.of(other.token(), rival.token());
        this.now = lane.store().clock().now();
        this.caller = lane.callers().next(others, now, lane.patience(loss));
        this.posts = Posts.fresh(request.posts());
        this.starts = posts.stream().map(post -> pick(request.starts())).toList();
        this.before = starts.stream().map(State::seen).toList();
    }

    /**
     * Runs it.
     *
     * @throws AssertionError if something is wrong; its message says of which trial
     */
    Cut run() {
        try {
            arrange();
            return cut();
        } catch (AssertionError e) {
            throw new AssertionError("In a trial (" + this + "): " + e.getMessage(), e);
        }
    }

    private Cut cut() {
        boolean second = isSecond();
        Crowd crowd = lane.crowd(request, now);
        Fault fault = lane.lose(loss, pick(second ? posts(State.FREE, State.EXPIRED) : posts), second, random);
        List<@Nullable Object> answers = caller.ask(request, posts);
        fault.cancel();
        fault.release();
        crowd.requireGranted();
        IntStream.range(0, posts.size()).forEach(i -> requireAnswer(i, answers.get(i)));
        return fault.times() == 0 ? new Cut(request, loss, false, 0, 0) : judge(answers);
    }

    /** An impatient caller has a connection to begin with, on which no earlier request waits for its answer. */
    private void arrange() {
        if (loss.isLate()) {
            caller.connect(posts);
        }
        List<Fingerprint> leased = request.isOfLeases() ? posts : posts(State.LEASED);
        if (!leased.isEmpty()) {
            caller.lease(leased);
        }
        give(posts(State.LEASED_BY_OTHER), ClaimState.LEASED, State.HOLD);
        give(posts(State.CONFIRMED_BY_OTHER), ClaimState.CONFIRMED, State.HOLD);
        letExpire(posts(State.EXPIRED));
    }

    private void give(List<Fingerprint> given, ClaimState claim, Duration hold) {
        if (!given.isEmpty()) {
            if (request.isOfLeases()) {
                given.forEach(other::forget);
            }
            Asker.values(other.claim(given, claim, hold));
        }
    }

    private void letExpire(List<Fingerprint> given) {
        if (!given.isEmpty()) {
            give(given, pick(List.of(ClaimState.values())), State.SHORT_HOLD);
            ContractClock clock = lane.store().clock();
            clock.advance(State.SHORT_HOLD.plus(clock.tolerance()));
        }
    }

    private List<Fingerprint> posts(State... states) {
        return IntStream.range(0, posts.size())
                .filter(i -> List.of(states).contains(starts.get(i)))
                .mapToObj(posts::get)
                .toList();
    }

    /**
     * Whether something is lost of the second request: of the confirmation, with which what was begun with a lease ends, or of the put
     * of what was not there.
     */
    private boolean isSecond() {
        boolean several = request == Request.PROCESS || lane.looksFirst(request);
        return several && before.contains(State.FREE) && random.nextBoolean();
    }

    private Cut judge(List<@Nullable Object> answers) {
        List<State> then = states();
        for (int i = 0; i < posts.size(); i++) {
            requireApplied(i, answers.get(i), then.get(i));
        }
        boolean between = !request.isForgetting() && random.nextBoolean();
        List<Verdict> rivals = between ? rivalClaims(then) : List.of();
        List<@Nullable Object> last = isOneMissing(answers) ? askAgain(between ? states() : then) : answers;
        rivals = between ? rivals : rivalClaims(states());
        return new Cut(request, loss, true, changed(then), granted(last, rivals));
    }

    /** A client may have sent the request twice by itself. */
    private void requireAnswer(int i, @Nullable Object answer) {
        if (answer != null) {
            assertThat(List.of(before.get(i), request.after(before.get(i))))
                    .as("one to which the answer about post %s is %s", i, answer)
                    .anyMatch(found -> request.isAnswer(answer, found));
        }
    }

    /**
     * What was answered is applied; so is what was answered and did not arrive, but of a batch a part may have been sent apart, and of
     * a claim only a look.
     */
    private void requireApplied(int i, @Nullable Object answer, State then) {
        List<State> steps = request.steps(before.get(i));
        int last = steps.size() - 1;
        boolean isWhole = posts.size() == 1 && !lane.looksFirst(request);
        int least = loss.isAfterApplication() && isWhole ? Math.min(1, last) : 0;
        assertThat(steps.subList(isAnswered(answer) ? last : least, steps.size()))
                .as("how post %s, with the answer %s, may be held at the server", i, answer)
                .contains(then);
    }

    /** A verb without an answer returns in any case, and who is patient then knows that the server has answered. */
    private boolean isAnswered(@Nullable Object answer) {
        return answer != null && !(answer.equals(Request.NO_ANSWER) && loss.isLate());
    }

    /** What an impatient caller gave up may still be on its way, and come before the rival. */
    private List<Verdict> rivalClaims(List<State> found) {
        List<Verdict> verdicts = rival.claim(posts);
        for (int i = 0; i < posts.size(); i++) {
            State state = found.get(i);
            assertThat(found(state))
                    .as("one of which the rival is told %s about post %s", verdicts.get(i), i)
                    .extracting(State::toNewcomer)
                    .contains(verdicts.get(i));
        }
        return verdicts;
    }

    private List<State> found(State state) {
        return loss.isLate() ? request.steps(state) : List.of(state);
    }

    private List<@Nullable Object> askAgain(List<State> found) {
        List<@Nullable Object> answers = answersAtLast();
        List<State> last = states();
        for (int i = 0; i < posts.size(); i++) {
            Object answer = Objects.requireNonNull(answers.get(i));
            assertThat(found(found.get(i)))
                    .as("one to which the answer, when asked again, about post %s is %s", i, answer)
                    .anyMatch(state -> request.isAnswer(answer, state));
            assertThat(last.get(i))
                    .as("how post %s is held after it was asked for again", i)
                    .isEqualTo(request.after(found.get(i)));
        }
        return answers;
    }

    private List<@Nullable Object> answersAtLast() {
        List<@Nullable Object> answers = caller.askAgain(request, posts);
        for (int i = 0; isOneMissing(answers) && i < REPETITIONS; i++) {
            answers = caller.askAgain(request, posts);
        }
        assertThat(answers).as("answers when nothing is lost any more").doesNotContainNull();
        return answers;
    }

    private static boolean isOneMissing(List<@Nullable Object> answers) {
        return answers.stream().anyMatch(Objects::isNull);
    }

    private int changed(List<State> then) {
        return (int) IntStream.range(0, posts.size())
                .filter(i -> then.get(i) != before.get(i))
                .count();
    }

    /** Nobody's, the post is lost; both's, it is repeated. */
    private int granted(List<@Nullable Object> callers, List<Verdict> rivals) {
        int[] free = IntStream.range(0, posts.size())
                .filter(i -> request.isClaim() && before.get(i) == State.FREE)
                .toArray();
        for (int i : free) {
            assertThat(List.of(Objects.requireNonNull(callers.get(i)), rivals.get(i)))
                    .as("what the caller and the rival are told in the end about post %s", i)
                    .containsOnlyOnce(Verdict.CLAIMED);
        }
        return free.length;
    }

    private List<State> states() {
        return Asker.values(Asking.result(lane.direct().lookup(posts, Asking.PATIENCE))).stream()
                .map(record -> State.of(record, others, now))
                .toList();
    }

    private <E> E pick(List<E> elements) {
        return elements.get(random.nextInt(elements.size()));
    }

    @Override
    public String toString() {
        return request + " of " + starts + ", lost " + loss + ", by a "
                + caller.getClass().getSimpleName();
    }
}

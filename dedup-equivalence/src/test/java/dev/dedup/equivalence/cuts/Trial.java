// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
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
        this.caller = lane.callers().next(others, now, !loss.isLate());
        this.posts = Posts.fresh(request.posts());
        this.before = posts.stream().map(post -> pick(request.starts())).toList();
    }

    Cut run() {
        arrange();
        Fault fault = lane.lose(loss, pick(posts), isSecond(), random);
        List<@Nullable Object> answers = caller.ask(request, posts);
        fault.cancel();
        fault.release();
        return fault.times() == 0 ? new Cut(request, loss, false, 0, 0) : judge(answers);
    }

    /** An impatient caller has a connection to begin with. */
    private void arrange() {
        List<Fingerprint> leased = posts(request.isOfLeases() ? List.of(State.values()) : List.of(State.LEASED));
        if (!leased.isEmpty()) {
            caller.lease(leased);
        }
        give(State.LEASED_BY_OTHER, ClaimState.LEASED);
        give(State.CONFIRMED_BY_OTHER, ClaimState.CONFIRMED);
        if (loss.isLate()) {
            caller.ask(Request.LOOKUP, posts);
        }
    }

    private void give(State state, ClaimState claim) {
        List<Fingerprint> given = posts(List.of(state));
        if (!given.isEmpty()) {
            if (request.isOfLeases()) {
                given.forEach(other::forget);
            }
            Asker.values(other.claim(given, claim, State.HOLD));
        }
    }

    private List<Fingerprint> posts(List<State> states) {
        return IntStream.range(0, posts.size())
                .filter(i -> states.contains(before.get(i)))
                .mapToObj(posts::get)
                .toList();
    }

    /** Whether something is lost of the confirmation, with which what was begun with a lease ends. */
    private boolean isSecond() {
        return request == Request.PROCESS && before.contains(State.FREE) && random.nextBoolean();
    }

    private Cut judge(List<@Nullable Object> answers) {
        List<State> then = states();
        for (int i = 0; i < posts.size(); i++) {
            requireAnswer(i, answers.get(i));
            requireApplied(i, answers.get(i), then.get(i));
        }
        boolean between = request != Request.FORGET && random.nextBoolean();
        List<Verdict> rivals = between ? rivalClaims(then) : List.of();
        List<@Nullable Object> last = isOneMissing(answers) ? askAgain(between ? states() : then) : answers;
        rivals = between ? rivals : rivalClaims(states());
        return new Cut(request, loss, true, changed(then), granted(last, rivals));
    }

    /** A client may have sent the request twice by itself. */
    private void requireAnswer(int i, @Nullable Object answer) {
        if (answer != null) {
            assertThat(List.of(before.get(i), request.after(before.get(i))))
                    .as("%s: one to which the answer about post %s is %s", this, i, answer)
                    .anyMatch(found -> request.isAnswer(answer, found));
        }
    }

    /** What was answered is applied; so is what was answered and did not arrive, but of a batch a part may have been sent apart. */
    private void requireApplied(int i, @Nullable Object answer, State then) {
        List<State> steps = request.steps(before.get(i));
        int last = steps.size() - 1;
        int least = loss.isAfterApplication() && posts.size() == 1 ? Math.min(1, last) : 0;
        assertThat(steps.subList(isAnswered(answer) ? last : least, steps.size()))
                .as("%s: how post %s, with the answer %s, may be held at the server", this, i, answer)
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
            assertThat(loss.isLate() ? request.steps(state) : List.of(state))
                    .as("%s: one of which the rival is told %s about post %s", this, verdicts.get(i), i)
                    .extracting(State::toNewcomer)
                    .contains(verdicts.get(i));
        }
        return verdicts;
    }

    private List<@Nullable Object> askAgain(List<State> found) {
        List<@Nullable Object> answers = answersAtLast();
        List<State> last = states();
        for (int i = 0; i < posts.size(); i++) {
            Object answer = Objects.requireNonNull(answers.get(i));
            assertThat(request.isAnswer(answer, found.get(i)))
                    .as("%s: answer %s when asked again about post %s, then %s", this, answer, i, found.get(i))
                    .isTrue();
            assertThat(last.get(i))
                    .as("%s: how post %s is held after it was asked for again", this, i)
                    .isEqualTo(request.after(found.get(i)));
        }
        return answers;
    }

    private List<@Nullable Object> answersAtLast() {
        List<@Nullable Object> answers = caller.askAgain(request, posts);
        for (int i = 0; isOneMissing(answers) && i < REPETITIONS; i++) {
            answers = caller.askAgain(request, posts);
        }
        assertThat(answers)
                .as("%s: answers when nothing is lost any more", this)
                .doesNotContainNull();
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
                    .as("%s: what the caller and the rival are told in the end about post %s", this, i)
                    .containsOnlyOnce(Verdict.CLAIMED);
        }
        return free.length;
    }

    private List<State> states() {
        return Asker.values(lane.direct()
                        .lookup(posts, Asking.PATIENCE)
                        .toCompletableFuture()
                        .join())
                .stream()
                .map(record -> State.of(record, others, now))
                .toList();
    }

    private <E> E pick(List<E> elements) {
        return elements.get(random.nextInt(elements.size()));
    }

    @Override
    public String toString() {
        return request + " of " + before + ", lost " + loss + ", by a "
                + caller.getClass().getSimpleName();
    }
}

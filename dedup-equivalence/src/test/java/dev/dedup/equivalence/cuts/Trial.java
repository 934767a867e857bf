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
    private static final int BATCH = 5;
    private static final int REPETITIONS = 5;
    private static final Duration IMPATIENCE = Duration.ofMillis(300);

    private final Lane lane;
    private final Request request;
    private final Loss loss;
    private final SplittableRandom random;
    private final Asker other;
    private final Asker rival;
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
        this.now = lane.store().clock().now();
        this.caller = lane.callers().next(Set.of(other.token(), rival.token()), now);
        this.posts = Posts.fresh(request == Request.BATCH ? BATCH : 1);
        this.before = posts.stream().map(post -> pick(request.starts())).toList();
    }

    Cut run() {
        IntStream.range(0, posts.size()).forEach(i -> arrange(posts.get(i), before.get(i)));
        Fault fault = lane.lose(loss, pick(posts), random);
        Duration patience = loss == Loss.LATE_ANSWER ? IMPATIENCE : Asking.PATIENCE;
        List<@Nullable Object> answers = caller.ask(request, posts, patience);
        fault.cancel();
        fault.release();
        return fault.times() == 0 ? new Cut(request, loss, false, 0, 0) : judge(answers);
    }

    private void arrange(Fingerprint post, State state) {
        boolean needsLease = request == Request.CONFIRM || request == Request.EXTEND || request == Request.RELEASE;
        if (state == State.LEASED || needsLease) {
            caller.lease(post);
        }
        if (state.isOthers()) {
            other.forget(post);
            other.claim(
                    List.of(post),
                    state == State.LEASED_BY_OTHER ? ClaimState.LEASED : ClaimState.CONFIRMED,
                    State.HOLD);
        }
    }

    private Cut judge(List<@Nullable Object> answers) {
        List<State> then = states();
        requireAnswers(answers);
        requireAppliedOrNot(then);
        boolean between = request != Request.FORGET && random.nextBoolean();
        List<Verdict> rivals = between ? rivalClaims() : List.of();
        List<@Nullable Object> last = caller.asksAgain() ? askAgain() : answers;
        rivals = between ? rivals : rivalClaims();
        return new Cut(request, loss, true, changed(then), granted(last, rivals));
    }

    /** A client may have sent the request twice by itself. */
    private void requireAnswers(List<@Nullable Object> answers) {
        for (int i = 0; i < posts.size(); i++) {
            Object answer = answers.get(i);
            State start = before.get(i);
            assertThat(answer == null
                            || request.isAnswer(answer, start)
                            || request.isAnswer(answer, request.after(start)))
                    .as("%s: answer %s about post %s", this, answer, i)
                    .isTrue();
        }
    }

    /** Of a batch, a part may have been sent apart from what was lost. */
    private void requireAppliedOrNot(List<State> then) {
        List<State> after = before.stream().map(request::after).toList();
        if (!caller.asksAgain() || (loss.isAfterApplication() && posts.size() == 1)) {
            assertThat(then).as("%s: held at the server", this).isEqualTo(after);
        }
        for (int i = 0; i < posts.size(); i++) {
            assertThat(then.get(i)).as("%s: post %s", this, i).isIn(before.get(i), after.get(i));
        }
    }

    private List<Verdict> rivalClaims() {
        List<Verdict> expected = states().stream().map(State::toNewcomer).toList();
        List<Verdict> verdicts = rival.claim(posts);
        assertThat(verdicts).as("%s: what the rival is told", this).isEqualTo(expected);
        return verdicts;
    }

    private List<@Nullable Object> askAgain() {
        List<State> found = states();
        List<@Nullable Object> answers = answersAtLast();
        for (int i = 0; i < posts.size(); i++) {
            assertThat(request.isAnswer(Objects.requireNonNull(answers.get(i)), found.get(i)))
                    .as("%s: answer %s when asked again about post %s, then %s", this, answers.get(i), i, found.get(i))
                    .isTrue();
        }
        assertThat(states())
                .as("%s: held after it was asked again", this)
                .isEqualTo(found.stream().map(request::after).toList());
        return answers;
    }

    private List<@Nullable Object> answersAtLast() {
        List<@Nullable Object> answers = caller.ask(request, posts, Asking.PATIENCE);
        for (int i = 0; answers.contains(null) && i < REPETITIONS; i++) {
            answers = caller.ask(request, posts, Asking.PATIENCE);
        }
        assertThat(answers)
                .as("%s: answers when nothing is lost any more", this)
                .doesNotContainNull();
        return answers;
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
        Set<ClaimToken> others = Set.of(other.token(), rival.token());
        return posts.stream()
                .map(post -> State.of(other.lookup(post), others, now))
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

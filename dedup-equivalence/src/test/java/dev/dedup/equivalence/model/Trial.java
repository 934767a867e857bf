// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.ClaimBatch;
import dev.dedup.Deduplicator;
import dev.dedup.Outcome;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program's run on one store, beside what is believed of each post. */
final class Trial {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final Bench bench;
    private final List<Fingerprint> posts;
    private final List<Belief> beliefs;
    private final Map<Integer, ClaimToken> tokens = new HashMap<>();
    private final Map<Integer, Runnable> retries = new HashMap<>();

    Trial(Bench bench, List<Fingerprint> posts) {
        this.bench = bench;
        this.posts = posts;
        this.beliefs = Stream.generate(Belief::new).limit(posts.size()).toList();
    }

    /** A worker begins a call, and from now on asks under the token of that call. */
    ClaimToken newToken(int worker) {
        ClaimToken token = ClaimToken.random();
        tokens.put(worker, token);
        return token;
    }

    /** The token of a worker's last call; one that holds nothing if it has made none. */
    ClaimToken token(int worker) {
        return tokens.computeIfAbsent(worker, none -> ClaimToken.random());
    }

    /** A worker asks under its token, and may ask the same again. */
    <V> void call(int worker, List<Integer> places, Request<V> request, Fate fate) {
        retries.put(worker, () -> ask(worker, places, request, Fate.ANSWERED, true));
        ask(worker, places, request, fate);
    }

    /** A worker asks about distinct posts. */
    <V> void ask(int worker, List<Integer> places, Request<V> request, Fate fate) {
        ask(worker, places, request, fate, false);
    }

    private <V> void ask(int worker, List<Integer> places, Request<V> request, Fate fate, boolean isRepetition) {
        if (fate == Fate.REQUEST_LOST) {
            return;
        }
        Instant before = now();
        List<V> answers = request.ask(bench.client(worker), fingerprints(places), isRepetition);
        Moment moment = since(before);
        for (int i = 0; i < places.size(); i++) {
            Belief belief = beliefs.get(places.get(i));
            if (fate == Fate.ANSWERED) {
                belief.answered(request.effect(), moment, answers.get(i));
            } else {
                belief.unanswered(request.effect(), moment);
            }
        }
    }

    /** A worker sends its last request under a token again. */
    void askAgain(int worker) {
        retries.getOrDefault(worker, () -> {}).run();
    }

    /** A worker has a deduplicator claim posts, of which some may be equal. */
    void claimAll(int worker, List<Integer> places, ClaimState state, Fate fate) {
        Line line = new Line(bench.client(worker), fate);
        Instant before = now();
        List<Verdict> verdicts = claim(line, fingerprints(places), state).verdicts();
        Moment moment = since(before);
        Effect<Verdict> claim = Model.claim(line.token(), state, Hold.LONG.time());
        for (int i = 0; i < places.size(); i++) {
            int first = places.indexOf(places.get(i));
            if (first == i) {
                settle(places.get(i), claim, fate, moment, verdicts.get(i));
            } else {
                assertThat(verdicts.get(i))
                        .as("item %s of the batch, which is item %s again", i, first)
                        .isEqualTo(repeated(verdicts.get(first), state));
            }
        }
    }

    /** A worker has a deduplicator process a post once, with an action that succeeds or fails. */
    void processOnce(int worker, int place, boolean succeeds, Fate fate) {
        Line line = new Line(bench.client(worker), fate);
        Instant before = now();
        Verdict verdict = process(line, posts.get(place), succeeds);
        Moment moment = since(before);
        settle(place, Model.claim(line.token(), ClaimState.LEASED, Hold.LONG.time()), fate, moment, verdict);
        if (verdict == Verdict.CLAIMED && succeeds) {
            settle(place, Model.renew(line.token(), ClaimState.CONFIRMED, Hold.LONG.time()), fate, moment, true);
        } else if (verdict == Verdict.CLAIMED) {
            beliefs.get(place).unanswered(Model.release(line.token()), moment);
        }
    }

    void pass(Duration time) {
        bench.clock().advance(time);
    }

    void reopen(int worker) {
        bench.reopen(worker);
    }

    /** Nobody knows any more what the worker held. */
    void crash(int worker) {
        tokens.remove(worker);
        retries.remove(worker);
        bench.reopen(worker);
    }

    long edges() {
        return beliefs.stream().mapToLong(Belief::edges).sum();
    }

    @Override
    public String toString() {
        return bench.toString();
    }

    /** What a deduplicator was told at last; before, the first answer or the first request may have been lost. */
    private <V> void settle(int place, Effect<V> effect, Fate fate, Moment moment, V answer) {
        if (fate == Fate.ANSWER_LOST) {
            beliefs.get(place).unanswered(effect, moment);
        }
        beliefs.get(place).answered(effect, moment, answer);
    }

    private static ClaimBatch<Fingerprint> claim(Line line, List<Fingerprint> items, ClaimState state) {
        try (Deduplicator<Fingerprint> deduplicator = deduplicator(line)) {
            return state == ClaimState.CONFIRMED ? deduplicator.tryClaimAll(items) : deduplicator.tryLeaseAll(items);
        }
    }

    /** Tells what the lease was answered with. */
    private static Verdict process(Line line, Fingerprint post, boolean succeeds) {
        try (Deduplicator<Fingerprint> deduplicator = deduplicator(line)) {
            Outcome outcome = deduplicator.processOnce(post, item -> {
                if (!succeeds) {
                    throw new ActionFailed();
                }
            });
            return switch (outcome) {
                case PROCESSED -> Verdict.CLAIMED;
                case DUPLICATE -> Verdict.DUPLICATE;
                case IN_FLIGHT -> Verdict.IN_FLIGHT;
            };
        } catch (ActionFailed failed) {
            return Verdict.CLAIMED;
        }
    }

    private static Deduplicator<Fingerprint> deduplicator(Line line) {
        return Deduplicator.forItems(line, (Fingerprint post) -> post)
                .retention(Hold.LONG.time())
                .leaseTime(Hold.LONG.time())
                .deadline(DEADLINE)
                .build();
    }

    private static Verdict repeated(Verdict first, ClaimState state) {
        if (first != Verdict.CLAIMED) {
            return first;
        }
        return state == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    private List<Fingerprint> fingerprints(List<Integer> places) {
        return places.stream().map(posts::get).toList();
    }

    private Instant now() {
        return bench.clock().now();
    }

    private Moment since(Instant before) {
        return new Moment(before, now(), bench.clock().tolerance());
    }

    private static final class ActionFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

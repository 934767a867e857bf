// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.cuts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.StoreUnderTest;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One client behind a proxy of its own, which loses something in each trial, and one that is never disturbed. For one thread. */
final class Lane implements AutoCloseable {
    private static final List<Loss> LOSSES = List.of(Loss.values());

    private final StoreUnderTest store;
    private final Manner manner;
    private final List<Request> requests;
    private final SplittableRandom random;
    private final Opened opened = new Opened();
    private final TcpProxy proxy;
    private final ClaimStore disturbed;
    private final ClaimStore direct;
    private final Callers callers;
    private Duration impatience = Asking.IMPATIENCE;
    private int turn;

    private Lane(
            StoreUnderTest store,
            Manner manner,
            UnaryOperator<ClaimStore> flaw,
            Function<ClaimStore, Callers> callers,
            List<Request> requests,
            SplittableRandom random) {
        this.store = store;
        this.manner = manner;
        this.requests = requests;
        this.random = random;
        try {
            this.proxy = opened(store.server().proxy());
            this.disturbed = flaw.apply(opened(manner.open(store, proxy)));
            this.direct = opened(store.open());
            this.callers = callers.apply(disturbed);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Asks the store, perhaps with a flaw put into it, under one token as often as is needed. */
    static Lane ofStore(StoreUnderTest store, Manner manner, UnaryOperator<ClaimStore> flaw, SplittableRandom random) {
        return new Lane(store, manner, flaw, StoreCaller::on, Request.ofStores(), random);
    }

    /** Asks through a deduplicator. */
    static Lane ofDeduplicator(
            StoreUnderTest store, Manner manner, UnaryOperator<ClaimStore> flaw, SplittableRandom random) {
        return new Lane(store, manner, flaw, DeduplicatorCaller::on, Request.ofDeduplicators(), random);
    }

    /** After so many turns each request has met each loss. */
    int turns() {
        return requests.size() * LOSSES.size();
    }

    /**
     * Goes on until so many answers were lost after the server had applied the request; the requests and losses take turns. Where one
     * is given up before anything is lost, the machine is slow: its turn comes again, and callers have twice as much patience.
     */
    List<Cut> run(int cuts, int firstTurn) {
        turn = firstTurn;
        List<Cut> done = new ArrayList<>();
        for (int after = 0; after < cuts; ) {
            Cut cut = trial().run();
            done.add(cut);
            after += cut.isAfterApplication() ? 1 : 0;
            if (cut.happened()) {
                turn++;
            } else {
                impatience = longer(impatience);
            }
            assertThat(done)
                    .as("trials for %s lost answers, of which %s came", cuts, after)
                    .hasSizeLessThan(2 * cuts + 100);
        }
        return done;
    }

    @Override
    public void close() {
        opened.close();
    }

    private TcpProxy opened(TcpProxy one) {
        return opened.add(one, one::close);
    }

    private ClaimStore opened(ClaimStore one) {
        return opened.add(one, one::close);
    }

    private static Duration longer(Duration impatience) {
        Duration twice = impatience.multipliedBy(2);
        return twice.compareTo(Asking.PATIENCE) < 0 ? twice : Asking.PATIENCE;
    }

    private Trial trial() {
        Request request = requests.get(turn % requests.size());
        Loss loss = LOSSES.get(turn / requests.size() % LOSSES.size());
        return new Trial(this, request, loss, random.split());
    }

    /** How long a caller waits for an answer of which so much is lost. */
    Duration patience(Loss loss) {
        return loss.isLate() ? impatience : Asking.PATIENCE;
    }

    /** Whether it begins with a look, after which nothing may have changed. */
    boolean looksFirst(Request request) {
        return request.isClaim() && manner.looksFirst(store.kind());
    }

    /** Who else asks while a request is under way. */
    Crowd crowd(Request request, Instant now) {
        boolean mayShare = manner.sharesRequests(store.kind()) && request.isClaim() && request.posts() == 1;
        return mayShare ? Crowd.claiming(disturbed, now) : Crowd.none();
    }

    Callers callers() {
        return callers;
    }

    StoreUnderTest store() {
        return store;
    }

    ClaimStore direct() {
        return direct;
    }

    /** Loses something of the first or second request about a post. What comes late does so however often it is asked for. */
    Fault lose(Loss loss, Fingerprint post, boolean second, SplittableRandom trialsRandom) {
        Predicate<byte[]> which = second ? Asking.afterTheFirst(Asking.about(post)) : Asking.about(post);
        ProxyAction action = loss.action(trialsRandom);
        return loss.isLate() ? proxy.always(which, action) : proxy.once(which, action);
    }
}

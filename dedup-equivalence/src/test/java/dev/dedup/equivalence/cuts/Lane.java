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
    private final TcpProxy proxy;
    private final ClaimStore disturbed;
    private final ClaimStore direct;
    private final Callers callers;
    private final List<Request> requests;
    private final SplittableRandom random;
    private int trials;

    private Lane(
            StoreUnderTest store,
            UnaryOperator<ClaimStore> flaw,
            Function<ClaimStore, Callers> callers,
            List<Request> requests,
            SplittableRandom random) {
        this.store = store;
        this.proxy = store.server().proxy();
        this.disturbed = flaw.apply(store.open(proxy));
        this.direct = store.open();
        this.callers = callers.apply(disturbed);
        this.requests = requests;
        this.random = random;
    }

    /** Asks the store, perhaps with a flaw put into it, under one token as often as is needed. */
    static Lane ofStore(StoreUnderTest store, UnaryOperator<ClaimStore> flaw, SplittableRandom random) {
        return new Lane(store, flaw, StoreCaller::on, Request.ofStores(), random);
    }

    /** Asks through a deduplicator. */
    static Lane ofDeduplicator(StoreUnderTest store, UnaryOperator<ClaimStore> flaw, SplittableRandom random) {
        return new Lane(store, flaw, DeduplicatorCaller::on, List.of(Request.values()), random);
    }

    /** Goes on until so many answers were lost after the server had applied the request; the requests and losses take turns. */
    List<Cut> run(int cuts) {
        List<Cut> done = new ArrayList<>();
        for (int after = 0; after < cuts; ) {
            Cut cut = next().run();
            done.add(cut);
            after += cut.isAfterApplication() ? 1 : 0;
            assertThat(done)
                    .as("trials for %s lost answers, of which %s came", cuts, after)
                    .hasSizeLessThan(2 * cuts + 100);
        }
        return done;
    }

    @Override
    public void close() {
        disturbed.close();
        direct.close();
        proxy.close();
    }

    private Trial next() {
        int number = trials++;
        Request request = requests.get(number % requests.size());
        Loss loss = LOSSES.get(number / requests.size() % LOSSES.size());
        return new Trial(this, request, loss, random.split());
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
        ProxyAction action = loss.action(trialsRandom, shortestAnswer());
        return loss.isLate() ? proxy.always(which, action) : proxy.once(which, action);
    }

    /** In bytes; what a server says of one key. */
    private int shortestAnswer() {
        return switch (store.kind()) {
            case VALKEY -> 3;
            case POSTGRES -> 60;
            case DYNAMODB -> 150;
            case MEMORY -> throw new IllegalStateException("The store in memory has no connection to lose anything on");
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all contract tests share: the author's hooks, one store per test, two tokens, and time. */
@ExtendWith(ContractFailures.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class ContractBase {
    /** Longer than any test runs. */
    static final Duration LONG = Duration.ofHours(1);

    final ClaimToken mine = ClaimToken.random();
    final ClaimToken theirs = ClaimToken.random();

    private final Seed seed = Seed.next();
    private @Nullable StoreProbe probe;
    private Optional<StoreProbe> peer = Optional.empty();
    private @Nullable TestReporter reporter;
    private String test = "";

    /**
     * Opens the store under test; called once per test, which closes it.
     *
     * <p>It may see claims of other tests and other runs, for every test takes fresh random fingerprints, but needs room for
     * 30,000 live claims.
     *
     * @return an open store
     */
    protected abstract ClaimStore createStore();

    /**
     * Returns the clock by which the store of this test judges expiry.
     *
     * @return the same clock throughout one test
     */
    protected abstract ContractClock clock();

    /**
     * Opens another store over the same claims, as a second process would; the kit closes it.
     *
     * @param store the store under test
     * @return the other store; empty, which is the default, if claims live and die with the store object
     */
    protected Optional<ClaimStore> createPeer(ClaimStore store) {
        return Optional.empty();
    }

    /**
     * Returns the means to cut the store off from what is behind it.
     *
     * @param store the store under test
     * @return the means; empty, which is the default, if there is nothing behind the store or nothing to cut
     */
    protected Optional<StoreFaults> faults(ClaimStore store) {
        return Optional.empty();
    }

    /**
     * Closes the store, restarts what is behind it, and opens a store on it again; the kit closes that one.
     *
     * @param store the store under test
     * @return the store after the restart; empty, which is the default, if the author cannot restart it
     */
    protected Optional<ClaimStore> restart(ClaimStore store) {
        return Optional.empty();
    }

    /**
     * Returns how long one operation may take before the test counts it as hanging; also the time left in every request.
     *
     * @return 10 seconds, unless overridden
     */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Returns how many random programs a property runs, and how many hundreds of claims are made to see whether one is dropped.
     *
     * @return 200, unless overridden: fewer for a store that is slow to answer
     */
    protected int trials() {
        return 200;
    }

    @BeforeEach
    void takeReporter(TestReporter given, TestInfo info) {
        reporter = given;
        test = info.getTestMethod().map(Method::getName).orElse("");
    }

    @AfterEach
    void closeStore() {
        peer.ifPresent(opened -> opened.store().close());
        if (probe != null) {
            probe.store().close();
        }
        peer = Optional.empty();
        probe = null;
    }

    /** Returns the store under test, opened by its first use, after the author's own preparations. */
    final StoreProbe store() {
        if (probe == null) {
            probe = probe(createStore());
        }
        return probe;
    }

    /** Returns the author's second store over the same claims, opened by its first use. */
    final Optional<StoreProbe> peer() {
        if (peer.isEmpty()) {
            peer = createPeer(store().store()).map(this::probe);
        }
        return peer;
    }

    final StoreProbe probe(ClaimStore store) {
        return new StoreProbe(store, patience());
    }

    final boolean isOpen() {
        return probe != null;
    }

    final String storeName() {
        return store().store().name();
    }

    final Seed seed() {
        return seed;
    }

    /** Tells the reader of the test run what this test could not show, or what it saw. */
    final void report(String text) {
        String line = "[dedup-tck] " + storeName() + ": " + test + ": " + text;
        Objects.requireNonNull(reporter, "reporter").publishEntry("dedup-tck", line);
        System.out.println(line);
    }

    /** Returns a fresh fingerprint that is confirmed under a token for a long time. */
    final Fingerprint confirmedBy(ClaimToken token) {
        return heldBy(token, ClaimState.CONFIRMED, LONG);
    }

    /** Returns a fresh fingerprint that is leased under a token for a long time. */
    final Fingerprint leasedBy(ClaimToken token) {
        return heldBy(token, ClaimState.LEASED, LONG);
    }

    final Fingerprint heldBy(ClaimToken token, ClaimState state, Duration hold) {
        Fingerprint post = Fingerprints.fresh();
        Assertions.assertThat(store().claim(post, token, state, hold))
                .as("the first claim of a fresh fingerprint, %s for %s", state, hold)
                .isEqualTo(Verdict.CLAIMED);
        return post;
    }

    /** Returns a fresh fingerprint whose claim, leased under a token, has just expired: on a still clock, at this instant. */
    final Fingerprint expiredOf(ClaimToken token) {
        Fingerprint post = heldBy(token, ClaimState.LEASED, moment());
        lapse(moment());
        return post;
    }

    final boolean clockIsStill() {
        return clock().tolerance().isZero();
    }

    /** Returns a short time that a change of expiry by it cannot hide in the clock's tolerance. */
    final Duration moment() {
        return clockIsStill()
                ? Duration.ofSeconds(10)
                : clock().tolerance().multipliedBy(4).plusMillis(20);
    }

    /** Lets a hold that began before this call come to its end: on a still clock, to the very instant. */
    final void lapse(Duration hold) {
        clock().advance(hold.plus(clock().tolerance()));
    }

    /** Lets most of a hold pass: on a still clock, all but its last millisecond. */
    final void passMostOf(Duration hold) {
        clock().advance(clockIsStill() ? hold.minusMillis(1) : hold.dividedBy(2));
    }

    /**
     * Runs something that must be over before a hold that begins in it ends.
     *
     * <p>On a clock that runs by itself a slow machine may be too late; then it is run again with a longer hold.
     */
    final <T> T within(Function<Duration, T> action) {
        for (Duration hold = moment(); hold.compareTo(LONG) < 0; hold = hold.multipliedBy(4)) {
            var end = clock().now().plus(hold);
            T result = action.apply(hold);
            if (clock().now().isBefore(end)) {
                return result;
            }
        }
        throw new IllegalStateException(
                "Within holds of up to " + LONG + " the store was never done before the hold ended");
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimStore;
import dev.dedup.testservers.claims.ForwardingStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails is named and is no difference; whatever happens, no claim is left that could be removed. */
class CompareFailureTest extends Comparing {
    private static final int WARM_UP_REMOVALS = 1 + Comparison.BATCH_WARM_UPS;
    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @EnumSource(
            value = FailingStore.Fault.class,
            names = {"LEASE_ANSWER", "FORGET"})
    void storeThatFailsBeforeAnythingIsComparedShowsNothing(FailingStore.Fault fault) {
        FailingStore failing = new FailingStore();
        failing.fail(fault, 0);

        Cli.Result result = cli.withInput(Cli.posts(0, 5))
                .run(
                        "compare",
                        "--store",
                        urlOfOne,
                        "--store",
                        TestStores.put("three", failing),
                        "--deadline",
                        "100ms");

        assertThat(result.exits(3).err())
                .startsWith("dedup: test://three: the store failed, before anything was compared")
                .contains("the store is down; start it")
                .hasLineCount(fault == FailingStore.Fault.FORGET ? 2 : 1);
        assertThat(result.text()).isEmpty();
        assertThat(one.held()).isZero();
    }

    @Test
    void claimsThatCannotBeRemovedAreTold() {
        FailingStore failing = new FailingStore();
        failing.fail(FailingStore.Fault.FORGET, WARM_UP_REMOVALS);
        cli.withInput(Cli.posts(0, 12_000));

        Cli.Result result = compare("--store", TestStores.put("three", failing), "--retention", "90s")
                .exits(0);

        assertThat(result.err())
                .contains(
                        "test://three: 12000 claims of this run may be left, and lapse within 90 s: failing: forget failed")
                .as("the first failure, and no further request")
                .containsOnlyOnce("forget failed")
                .hasLineCount(1);
        assertThat(one.held()).isZero();
    }

    /** In its batch the store that fails is asked second: another one has answered by then. */
    @Test
    void storeThatFailsEndsTheRunAndIsNoDifference() {
        FailingStore failing = new FailingStore();
        failing.fail(FailingStore.Fault.LEASE_ANSWER, WARM_UPS + 1);
        WatchedStore watched = new WatchedStore("three", failing, calls);
        cli.withInput(Cli.posts(0, 25) + Cli.posts(20, 45));

        Cli.Result result = compare(
                        "--store", TestStores.put("three", watched), "--batch-size", "10", "--deadline", "100ms")
                .exits(3);

        assertThat(calls.subList(3 * WARM_UPS + 3, calls.size())).containsExactly("two 10", "three 10");
        assertThat(result.err())
                .contains(
                        "dedup: test://three: the store failed, 10 posts are unknown to it",
                        "the store is down; start it")
                .doesNotContain("Exception")
                .hasLineCount(1);
        assertThat(result.text())
                .containsPattern("(?m)^compared +10$")
                .containsPattern("(?m)^differing +0$")
                .containsPattern("(?m)^1  test://one +10 +0 +1 ")
                .containsPattern("(?m)^2  test://two +10 +0 +1 ")
                .containsPattern("(?m)^3  test://three +10 +0 +1 ");
        assertThat(one.held() + two.held() + watched.held())
                .as("claims left, also of the batch that failed")
                .isZero();
    }

    @Test
    void storeThatCannotBeOpenedIsToldAndTheOthersAreClosed() {
        Cli.Result result =
                cli.withInput(Cli.posts(0, 3)).run("compare", "--store", urlOfOne, "--store", TestStores.unreachable());

        assertThat(result.exits(3).err())
                .startsWith("dedup: --store test://unreachable cannot be opened: ")
                .hasLineCount(1);
        assertThat(result.text()).isEmpty();
        assertThat(calls).isEmpty();
        assertThat(TestStores.stillOpen(urlOfOne)).isZero();
    }

    @Test
    void storeThatCannotBeOpenedIsInTheJson() {
        Cli.Result result = cli.withInput(Cli.posts(0, 3))
                .run("compare", "--json", "--store", urlOfOne, "--store", TestStores.unreachable());

        assertThat(result.exits(3).text())
                .contains("\"compared\":0,", "\"stores\":[],")
                .contains(
                        "\"failure\":{\"store\":\"test://unreachable\",\"reason\":\"--store test://unreachable cannot be opened: ")
                .endsWith("\"exit_status\":3}\n");
    }

    @Test
    void storeOfWhichTheRetentionIsRefusedIsClosed() {
        cli.withInput(Cli.posts(0, 3));

        compare("--retention", "40000d").exits(2);

        assertThat(TestStores.stillOpen(urlOfOne)).isZero();
    }

    @Test
    @Timeout(60)
    void storeThatNeverForgetsHoldsUpNoOther() {
        WatchedStore silent = new WatchedStore("silent", InMemoryClaimStore.create(), calls) {
            private int answers = WARM_UP_REMOVALS;

            @Override
            public CompletionStage<Answers<Boolean>> forget(List<Fingerprint> fingerprints, Duration timeLeft) {
                return answers-- > 0 ? super.forget(fingerprints, timeLeft) : new CompletableFuture<>();
            }
        };
        String url = TestStores.put("silent", silent);
        cli.withInput(Cli.posts(0, 5));

        Cli.Result result = cli.run("compare", "--store", url, "--store", urlOfOne, "--deadline", "1s");

        assertThat(result.exits(0).err())
                .contains("test://silent: 5 claims of this run may be left, and lapse within 3600 s: it did not answer")
                .hasLineCount(1);
        assertThat(one.held()).isZero();
        assertThat(TestStores.stillOpen(url)).isZero();
    }

    @Test
    void storeThatFailsToCloseKeepsNoOtherOpen() {
        Contenders contenders =
                Contenders.open(List.of(unclosable("five"), unclosable("six"), urlOfOne), DAY, DAY, System::nanoTime);

        assertThatIllegalStateException()
                .isThrownBy(contenders::close)
                .withMessage("five does not close")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(TestStores.stillOpen(urlOfOne)).isZero();
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> Contenders.open(
                        List.of(unclosable("seven"), TestStores.unreachable()), DAY, DAY, System::nanoTime))
                .withMessageContaining("cannot be opened")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    private static String unclosable(String name) {
        return TestStores.put(name, new ForwardingStore(InMemoryClaimStore.create()) {
            @Override
            public ClaimStore shared() {
                return this;
            }

            @Override
            public void close() {
                throw new IllegalStateException(name + " does not close");
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck.broken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ClaimStoreContract;
import dev.dedup.tck.ContractClock;
import dev.dedup.tck.ManualClock;
import dev.dedup.tck.reference.ReferenceServer;
import dev.dedup.tck.reference.ReferenceStore;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the reader of a test run is told. */
class ContractReportTest {
    private static final String SEED = "dedup.tck.seed";

    @AfterEach
    void clearTheSeed() {
        System.clearProperty(SEED);
    }

    @Test
    void failureNamesRuleStoreAndWhatWasSeen() {
        assertFailure(Suspect.HELD_AT_ITS_EXPIRY, "freeFromTheInstantOfExpiry")
                .startsWith("Store 'reference' breaks rule 6 of the contract, Fixed window: held while now < expiresAt")
                .contains("another's claim at the expiry")
                .contains("CLAIMED", "IN_FLIGHT")
                .containsPattern("-Ddedup\\.tck\\.seed=-?\\d+");
    }

    @Test
    void brokenProgramIsSmall() {
        String failure = failure(Suspect.DOWNGRADES_CONFIRMED, "batchesAndSinglesAnswerAsTheModelDoes");

        assertThat(failure).contains("the smallest found");
        assertThat(programOf(failure).split("CLAIM|RENEW|RELEASE|LOOKUP|FORGET", -1))
                .as("steps of %s", programOf(failure))
                .hasSizeLessThanOrEqualTo(1 + 6);
    }

    @Test
    void sameSeedGivesTheSameFailure() {
        System.setProperty(SEED, "42");
        String test = "batchesAndSinglesAnswerAsTheModelDoes";
        String first = failure(Suspect.SLIDING_WINDOW, test);

        assertThat(first).contains("-Ddedup.tck.seed=42");
        assertThat(programOf(failure(Suspect.SLIDING_WINDOW, test))).isEqualTo(programOf(first));
    }

    @Test
    void whatIsNotShownIsPrinted() {
        assertThat(ContractRun.of(BareContract.class).reports())
                .anyMatch(line -> line.startsWith("[dedup-tck] reference: "))
                .anyMatch(line -> line.contains("SURVIVES_FAILOVER excluded: there is one server"))
                .anyMatch(line -> line.contains("claimsSurviveARestart: not shown: override restart"))
                .anyMatch(line -> line.contains("peerSeesTheClaim: not shown: override createPeer"))
                .anyMatch(line -> line.contains("brokenConnectionIsNeverAnAnswer: not shown: override faults"));
    }

    @Test
    void storeThatCannotBeOpenedBreaksNoRule() {
        assertThat(ContractRun.of(UnopenedContract.class).failures().values())
                .isNotEmpty()
                .containsOnly("no server here");
    }

    private static AbstractStringAssert<?> assertFailure(Suspect suspect, String test) {
        return assertThat(failure(suspect, test));
    }

    private static String failure(Suspect suspect, String test) {
        return ContractRun.of(suspect).failures().getOrDefault(test, test + " did not fail");
    }

    private static String programOf(String failure) {
        return failure.lines()
                .filter(line -> line.startsWith("  ["))
                .findFirst()
                .orElseThrow();
    }

    /** The reference store by an author who gives what must be given. */
    static class BareContract extends ClaimStoreContract {
        private final ManualClock clock = new ManualClock();

        @Override
        protected ClaimStore createStore() {
            return new ReferenceStore(new ReferenceServer(), clock);
        }

        @Override
        protected ContractClock clock() {
            return clock;
        }
    }

    /** A store whose server is missing. */
    static class UnopenedContract extends ClaimStoreContract {
        @Override
        protected ClaimStore createStore() {
            throw new IllegalStateException("no server here");
        }

        @Override
        protected ContractClock clock() {
            return new ManualClock();
        }
    }
}

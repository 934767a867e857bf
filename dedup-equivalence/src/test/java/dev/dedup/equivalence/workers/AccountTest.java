// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static dev.dedup.equivalence.workers.Sink.Word.CONFIRMED;
import static dev.dedup.equivalence.workers.Sink.Word.LAPSED;
import static dev.dedup.equivalence.workers.Sink.Word.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.workers.Sink.Line;
import dev.dedup.equivalence.workers.Sink.Word;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sinks of which it is known what is wrong with them. */
class AccountTest {
    private static final List<Integer> INPUT = List.of(1, 2, 1);
    private static final Duration LEASE_TIME = Duration.ofSeconds(3);
    private static final Account ALL_WELL = new Account(Set.of(), 0, 0, Set.of(), Set.of());

    @Test
    void eachPostOnceIsRight() {
        assertThat(account(Set.of("a.1"), written("a.1", 1), confirmed("a.1", 1), written("b.1", 2)))
                .isEqualTo(ALL_WELL);
    }

    @Test
    void postThatNobodyWroteIsMissing() {
        assertThat(account(Set.of("a.1"), written("a.1", 1)).missing()).containsExactly(2);
    }

    @Test
    void postThatIsOnlySpokenOfIsMissing() {
        Account account = account(Set.of(), written("a.1", 1), lapsed("b.1", 2, LEASE_TIME), confirmed("c.1", 2));
        assertThat(account.missing()).containsExactly(2);
    }

    @Test
    void postThatWasWrittenTwiceByLivesThatWentOnIsUnexplained() {
        assertThat(account(Set.of(), written("a.1", 1), written("b.1", 1)).unexplained())
                .containsExactly(1);
    }

    @Test
    void lastLineOfAKilledLifeExplainsARepetition() {
        Account account = account(Set.of("a.1"), written("a.1", 2), written("a.1", 1), written("b.1", 1));
        assertThat(account).isEqualTo(new Account(Set.of(), 1, 0, Set.of(), Set.of()));
    }

    @Test
    void lastLineExplainsOneRepetition() {
        Account account =
                account(Set.of("a.1"), written("a.1", 1), written("b.1", 1), written("b.1", 2), written("c.1", 1));
        assertThat(account).isEqualTo(new Account(Set.of(), 1, 0, Set.of(), Set.of(1)));
    }

    /** Before it wrote on, the life had confirmed. */
    @Test
    void earlierLineOfAKilledLifeExplainsNothing() {
        Account account = account(Set.of("a.1"), written("a.1", 1), written("a.1", 2), written("b.1", 1));
        assertThat(account.unexplained()).containsExactly(1);
    }

    @Test
    void lifeThatWasKilledAfterItConfirmedExplainsNothing() {
        Account account =
                account(Set.of("a.1"), written("a.1", 1), confirmed("a.1", 1), written("b.1", 1), written("b.1", 2));
        assertThat(account).isEqualTo(new Account(Set.of(), 0, 0, Set.of(), Set.of(1)));
    }

    @Test
    void lapsedLeaseExplainsARepetition() {
        Account account = account(
                Set.of(), written("a.1", 1), lapsed("a.1", 1, LEASE_TIME), written("b.1", 1), written("b.1", 2));
        assertThat(account).isEqualTo(new Account(Set.of(), 0, 1, Set.of(), Set.of()));
    }

    /** Of two who were granted a post at once, one finds its lease gone when it confirms. */
    @Test
    void leaseThatWasLostBeforeItsTimeExplainsNothing() {
        Account account = account(
                Set.of(),
                written("a.1", 1),
                written("b.1", 1),
                lapsed("a.1", 1, Duration.ofMillis(2_994)),
                written("b.1", 2));
        assertThat(account).isEqualTo(new Account(Set.of(), 0, 0, Set.of(1), Set.of(1)));
    }

    @Test
    void leaseThatWasLostBeforeItsTimeIsWrongThoughNobodyElseWrote() {
        Account account = account(Set.of(), written("a.1", 1), lapsed("a.1", 1, Duration.ZERO), written("b.1", 2));
        assertThat(account).isEqualTo(new Account(Set.of(), 0, 0, Set.of(1), Set.of()));
    }

    /** By the store's clock, in whole milliseconds, it may have been over. */
    @Test
    void leaseMayBeLostAMomentBeforeItsTime() {
        Account account =
                account(Set.of(), written("a.1", 1), lapsed("a.1", 1, Duration.ofMillis(2_995)), written("b.1", 2));
        assertThat(account).isEqualTo(ALL_WELL);
    }

    private static Account account(Set<String> killed, Line... lines) {
        return Account.of(INPUT, List.of(lines), LEASE_TIME, killed);
    }

    private static Line written(String life, int post) {
        return line(life, post, WRITTEN, Duration.ZERO);
    }

    private static Line confirmed(String life, int post) {
        return line(life, post, CONFIRMED, Duration.ZERO);
    }

    private static Line lapsed(String life, int post, Duration since) {
        return line(life, post, LAPSED, since);
    }

    private static Line line(String life, int post, Word word, Duration since) {
        return new Line(life, post, word, since);
    }
}

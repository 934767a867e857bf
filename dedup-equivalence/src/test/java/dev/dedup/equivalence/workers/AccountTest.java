// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.workers;

import static dev.dedup.equivalence.workers.Sink.Word.LAPSED;
import static dev.dedup.equivalence.workers.Sink.Word.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.equivalence.workers.Sink.Line;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sinks of which it is known what is wrong with them. */
class AccountTest {
    private static final List<Integer> INPUT = List.of(1, 2, 1);

    @Test
    void eachPostOnceIsRight() {
        assertThat(account(Set.of("a.1"), line("a.1", 1), line("b.1", 2)))
                .isEqualTo(new Account(Set.of(), 0, 0, Set.of()));
    }

    @Test
    void postThatNobodyWroteIsMissing() {
        assertThat(account(Set.of("a.1"), line("a.1", 1)).missing()).containsExactly(2);
    }

    @Test
    void postThatWasWrittenTwiceByLivesThatWentOnIsUnexplained() {
        assertThat(account(Set.of(), line("a.1", 1), line("b.1", 1)).unexplained())
                .containsExactly(1);
    }

    @Test
    void lastLineOfAKilledLifeExplainsARepetition() {
        Account account = account(Set.of("a.1"), line("a.1", 2), line("a.1", 1), line("b.1", 1));
        assertThat(account).isEqualTo(new Account(Set.of(), 1, 0, Set.of()));
    }

    @Test
    void lastLineExplainsOneRepetition() {
        Account account = account(Set.of("a.1"), line("a.1", 1), line("b.1", 1), line("b.1", 2), line("c.1", 1));
        assertThat(account).isEqualTo(new Account(Set.of(), 1, 0, Set.of(1)));
    }

    /** Before it wrote on, the life had confirmed. */
    @Test
    void earlierLineOfAKilledLifeExplainsNothing() {
        Account account = account(Set.of("a.1"), line("a.1", 1), line("a.1", 2), line("b.1", 1));
        assertThat(account.unexplained()).containsExactly(1);
    }

    @Test
    void lapsedLeaseExplainsARepetition() {
        Account account = account(Set.of(), line("a.1", 1), new Line("a.1", 1, LAPSED), line("b.1", 1), line("b.1", 2));
        assertThat(account).isEqualTo(new Account(Set.of(), 0, 1, Set.of()));
    }

    private static Account account(Set<String> killed, Line... lines) {
        return Account.of(INPUT, List.of(lines), killed);
    }

    private static Line line(String life, int post) {
        return new Line(life, post, WRITTEN);
    }
}

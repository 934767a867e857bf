// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.Deduplicator;
import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.CutOff;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client sends a command again after a reconnect, though the server had applied it; the store knows its own claim. */
abstract class ReplayTests {
    private static final int MANY = 600;

    /** An answer to a claim that was written is a null, {@code _} and the end of the line. */
    private static final int BYTES_OF_AN_ANSWER = 3;

    private final Wire wire;
    private final CommandStats stats;
    private ValkeyClaimStore store;
    private Asker mine;
    private List<Fault> losses = List.of();

    ReplayTests(List<TcpProxy> proxies, List<ValkeyServer> servers) {
        wire = new Wire(proxies);
        stats = new CommandStats(servers);
    }

    abstract ValkeyClaimStore open();

    @BeforeEach
    void openStore() {
        store = open();
        mine = new Asker(store);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void claimWhoseAnswerWasLostIsStillClaimed() {
        Fingerprint post = Posts.fresh();
        stats.reset();
        loseAnswerAbout(post);

        assertThat(mine.claim(post)).isEqualTo(CLAIMED);

        assertWasSentTwice("set");
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
        assertThat(mine.lookup(post)).map(ClaimRecord::token).contains(mine.token());
    }

    @Test
    void leaseWhoseAnswerWasLostIsStillClaimed() {
        Fingerprint post = Posts.fresh();
        stats.reset();
        loseAnswerAbout(post);

        assertThat(mine.lease(post)).isEqualTo(CLAIMED);

        assertWasSentTwice("set");
        assertThat(mine.other().claim(post)).isEqualTo(IN_FLIGHT);
    }

    @Test
    void duplicateWhoseAnswerWasLostIsStillADuplicate() {
        Fingerprint post = Posts.fresh();
        mine.other().claim(post);
        stats.reset();
        loseAnswerAbout(post);

        assertThat(mine.claim(post)).isEqualTo(DUPLICATE);

        assertWasSentTwice("set");
    }

    @Test
    void batchWhoseSecondHalfOfAnswersWasLostIsStillClaimed() {
        List<Fingerprint> posts = Posts.fresh(MANY);
        int delivered = MANY / 2 / wire.proxies().size();
        stats.reset();
        losses = wire.once(TcpProxy.containing("SET"), ProxyAction.endAnswer(delivered * BYTES_OF_AN_ANSWER + 1));

        assertThat(mine.claim(posts)).containsOnly(CLAIMED);

        assertThat(losses).allSatisfy(loss -> assertThat(loss.times()).isEqualTo(1));
        assertThat(stats.calls("set"))
                .as("commands that the servers got, of which some are repetitions of what they had applied")
                .isGreaterThan(MANY)
                .isLessThanOrEqualTo(
                        2 * MANY - (long) delivered * wire.proxies().size());
        assertThat(mine.other().claim(posts)).containsOnly(DUPLICATE);
    }

    @Test
    void batchOfLeasesWhoseAnswersWereAllLostIsStillClaimed() {
        List<Fingerprint> posts = Posts.fresh(MANY);
        stats.reset();
        losses = wire.once(TcpProxy.containing("SET"), ProxyAction.endAnswer(0));

        assertThat(Asker.values(mine.claim(posts, LEASED, Asker.HOLD))).containsOnly(CLAIMED);

        assertThat(stats.calls("set")).isGreaterThan(MANY);
        assertThat(Asker.values(mine.other().claim(posts, CONFIRMED, Asker.HOLD)))
                .containsOnly(IN_FLIGHT);
    }

    @Test
    void confirmationWhoseAnswerWasLostIsStillOne() {
        Fingerprint post = Posts.fresh();
        mine.lease(post);
        mine.other().confirm(post);
        stats.reset();
        loseAnswerAbout(post);

        assertThat(mine.confirm(post)).isTrue();

        assertWasSentTwice("evalsha");
        assertThat(mine.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void batchOfConfirmationsWhoseAnswersWereLostIsStillOne() {
        List<Fingerprint> posts = Posts.fresh(MANY);
        mine.claim(posts, LEASED, Asker.HOLD);
        mine.other().confirm(posts);
        stats.reset();
        wire.once(TcpProxy.containing("EVALSHA"), ProxyAction.endAnswer(401));

        assertThat(Asker.values(mine.confirm(posts))).containsOnly(true);

        assertThat(stats.calls("evalsha")).isGreaterThan(MANY);
        assertThat(mine.other().claim(posts)).containsOnly(DUPLICATE);
    }

    /** What the contract allows: the claim is gone, and the repetition finds none. */
    @Test
    void releaseWhoseAnswerWasLostSaysFalseAndHasReleased() {
        Fingerprint post = Posts.fresh();
        mine.claim(post);
        mine.other().release(post);
        stats.reset();
        loseAnswerAbout(post);

        assertThat(mine.release(post)).isFalse();

        assertWasSentTwice("evalsha");
        assertThat(mine.other().claim(post)).isEqualTo(CLAIMED);
    }

    /** What has failed is not sent after all: the caller may have given the post up. */
    @Test
    void batchThatWasGivenUpWhileNobodyListenedIsNotSentLater() {
        List<Fingerprint> posts = Posts.fresh(MANY);
        stats.reset();
        wire.proxies().forEach(proxy -> new CutOff(proxy).breakConnection());
        assertThat(Asker.failures(mine.within(Duration.ofMillis(300)).claim(posts, CONFIRMED, Asker.HOLD)))
                .hasSize(MANY);
        wire.proxies().forEach(proxy -> new CutOff(proxy).restore());

        Asker other = mine.other();
        assertThat(other.claim(posts)).containsOnly(CLAIMED);

        assertThat(stats.calls("set")).isEqualTo(MANY);
    }

    /** A replayed release must not take away what somebody else has claimed in the meantime. */
    @Test
    void replayedReleaseLeavesTheClaimOfANewHolder() {
        Fingerprint post = Posts.fresh();
        mine.claim(post);
        assertThat(mine.release(post)).isTrue();
        Asker successor = mine.other();
        successor.claim(post);
        loseAnswerAbout(post);

        assertThat(mine.release(post)).isFalse();

        assertThat(mine.lookup(post)).map(ClaimRecord::token).contains(successor.token());
    }

    /** A reset fails what waited longest, and that is asked again under the same token by the deduplicator. */
    @Test
    void itemWhoseConnectionWasResetIsStillTheCallers() {
        Fingerprint post = Posts.fresh();
        stats.reset();
        losses = wire.once(Wire.about(post), ProxyAction.dropAnswer());

        assertThat(deduplicator().tryClaim(post)).isTrue();

        assertWasSentTwice("set");
        assertThat(mine.claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void itemWhoseRequestWasLostIsClaimedOnce() {
        Fingerprint post = Posts.fresh();
        stats.reset();
        losses = wire.once(Wire.about(post), ProxyAction.dropRequest());

        assertThat(deduplicator().tryClaim(post)).isTrue();

        assertThat(stats.calls("set")).isEqualTo(1);
        assertThat(losses.stream().mapToInt(Fault::times).sum()).isEqualTo(1);
    }

    @Test
    void itemsWhoseConnectionWasResetAreStillTheCallers() {
        List<Fingerprint> posts = Posts.fresh(MANY);
        stats.reset();
        losses = wire.once(TcpProxy.containing("SET"), ProxyAction.truncateAnswer(100));

        assertThat(deduplicator().tryClaimAll(posts).claimed()).hasSize(MANY);

        assertThat(stats.calls("set")).isGreaterThan(MANY);
        assertThat(mine.claim(posts)).containsOnly(DUPLICATE);
    }

    private Deduplicator<Fingerprint> deduplicator() {
        return Deduplicator.forItems(store.shared(), (Fingerprint post) -> post)
                .deadline(Duration.ofSeconds(20))
                .build();
    }

    private void loseAnswerAbout(Fingerprint post) {
        losses = wire.once(Wire.about(post), ProxyAction.endAnswer(0));
    }

    private void assertWasSentTwice(String command) {
        assertThat(losses.stream().mapToInt(Fault::times).sum())
                .as("answers lost")
                .isEqualTo(1);
        assertThat(stats.calls(command))
                .as("calls of %s at the server", command)
                .isEqualTo(2);
    }
}

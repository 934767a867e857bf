// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster answers to a claim that its caller has given up must not make the claim after all, at another node. */
class GivenUpClaimTest {
    private static final Duration SHORT = Duration.ofMillis(600);

    @AutoClose
    private static final ValkeyCluster CLUSTER = ValkeyCluster.started();

    private ValkeyClaimStore store;
    private Asker asker;

    @BeforeEach
    void open() {
        store = ValkeyClaimStore.connect(CLUSTER.nodes().get(0).uri());
        asker = new Asker(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void isNotSentOnToTheSlotsNewNode(int count) {
        ValkeyServer old = CLUSTER.nodes().get(0);
        ValkeyServer next = CLUSTER.nodes().get(1);
        List<Fingerprint> posts = postsAt(old, count);
        assertThat(asker.claim(Posts.fresh(100))).containsOnly(CLAIMED);
        posts.forEach(post -> CLUSTER.moveSlot(KeyPrefix.DEFAULT.slot(post), old, next));

        old.pause();
        var answers = asker.within(SHORT).claim(posts, CONFIRMED, Asker.HOLD);
        old.resume();

        assertThat(Asker.failures(answers)).hasSize(count);
        assertThat(asker.lookup(posts.get(0))).isEmpty();
        assertThat(posts).allSatisfy(post -> assertThat(asker.lookup(post)).isEmpty());
    }

    /** Each in a slot of its own. */
    private static List<Fingerprint> postsAt(ValkeyServer node, int count) {
        return Stream.generate(Posts::fresh)
                .filter(post -> CLUSTER.ownerOf(KeyPrefix.DEFAULT.slot(post)) == node)
                .limit(count)
                .toList();
    }
}

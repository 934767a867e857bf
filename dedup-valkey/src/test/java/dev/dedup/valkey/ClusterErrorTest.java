// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.SlotMove;
import dev.dedup.testservers.ValkeyCluster;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that lacks a slot, or moves it. */
class ClusterErrorTest {
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

    @Test
    void slotThatNobodyServesIsRetryableUntilSomebodyDoes() {
        Fingerprint post = Posts.fresh();
        String slot = Integer.toString(KeyPrefix.DEFAULT.slot(post));
        ValkeyServer owner = CLUSTER.ownerOf(KeyPrefix.DEFAULT.slot(post));
        owner.command("CLUSTER", "DELSLOTS", slot);

        assertThat(asker.failureOfClaim(post))
                .hasMessageStartingWith(
                        "valkey 127.0.0.1:" + CLUSTER.nodes().get(0).port() + ": claim failed: ")
                .returns(true, StoreException::isRetryable);

        owner.command("CLUSTER", "ADDSLOTS", slot);
        CLUSTER.awaitOk();
        assertThat(asker.claim(post)).isEqualTo(CLAIMED);
    }

    @Test
    void claimsInASlotThatIsBeingMovedAreFoundAtEitherNode() {
        int slot = KeyPrefix.DEFAULT.slot(Posts.fresh());
        List<Fingerprint> posts = Stream.generate(Posts::fresh)
                .filter(post -> KeyPrefix.DEFAULT.slot(post) == slot)
                .limit(6)
                .toList();
        List<Fingerprint> held = posts.subList(0, 3);
        asker.claim(held.subList(0, 2));
        asker.claim(held.subList(2, 3), LEASED, Asker.HOLD);
        ValkeyServer from = CLUSTER.ownerOf(slot);
        ValkeyServer to = CLUSTER.nodes().stream()
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();

        SlotMove move = CLUSTER.beginMove(slot, from, to);
        assertThat(asker.claim(posts)).as("own claims, half-way").containsOnly(CLAIMED);
        assertThat(asker.other().claim(posts))
                .as("another's claims, half-way")
                .containsExactly(DUPLICATE, DUPLICATE, IN_FLIGHT, DUPLICATE, DUPLICATE, DUPLICATE);
        assertThat(Asker.values(asker.confirm(posts))).containsOnly(true);
        move.finish();

        assertThat(asker.other().claim(posts)).as("another's claims, after it").containsOnly(DUPLICATE);
        assertThat(asker.release(posts.get(5))).isTrue();
        assertThat(asker.other().claim(posts.get(5))).isEqualTo(CLAIMED);
    }

    @Test
    void batchOverAllSlotsIsAnsweredInItsOrder() {
        List<Fingerprint> posts = Posts.fresh(1_000);
        List<Fingerprint> others =
                Stream.iterate(0, i -> i < 1_000, i -> i + 3).map(posts::get).toList();
        asker.other().claim(others);

        assertThat(asker.claim(posts))
                .isEqualTo(Stream.iterate(0, i -> i < 1_000, i -> i + 1)
                        .map(i -> i % 3 == 0 ? DUPLICATE : CLAIMED)
                        .toList());
    }
}

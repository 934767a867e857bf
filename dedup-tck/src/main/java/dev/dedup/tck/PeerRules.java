// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static dev.dedup.spi.Verdict.IN_FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two stores over the same claims, as two processes have them. */
abstract class PeerRules extends GuaranteeRules {
    @Test
    @Shows(Rule.ONE_WINNER)
    void peerSeesTheClaim() {
        withPeer(peer -> {
            Fingerprint leased = leasedBy(mine);
            Fingerprint confirmed = confirmedBy(mine);

            assertThat(peer.claim(leased, theirs, LEASED, LONG))
                    .as("the peer's claim of a lease")
                    .isEqualTo(IN_FLIGHT);
            assertThat(peer.claim(confirmed, theirs, LEASED, LONG))
                    .as("the peer's claim of a confirmed one")
                    .isEqualTo(DUPLICATE);
        });
    }

    @Test
    @Shows(Rule.KNOWS_ITSELF)
    void tokenIsKnownThroughThePeer() {
        withPeer(peer -> {
            Fingerprint post = leasedBy(mine);

            assertThat(peer.claim(post, mine, LEASED, LONG))
                    .as("own token through the peer")
                    .isEqualTo(CLAIMED);
            assertThat(peer.release(post, mine)).as("release through the peer").isTrue();
            assertThat(store().lookup(post))
                    .as("lookup after the peer's release")
                    .isEmpty();
        });
    }

    @Test
    @Shows(Rule.ONE_WINNER)
    void claimOutlivesTheStoreObject() {
        withPeer(peer -> {
            Fingerprint post = confirmedBy(mine);
            store().store().close();

            assertThat(peer.claim(post, theirs, CONFIRMED, LONG))
                    .as("the peer's claim later")
                    .isEqualTo(DUPLICATE);
        });
    }

    private void withPeer(Consumer<StoreProbe> test) {
        peer().ifPresentOrElse(
                        test,
                        () -> report("not shown: override createPeer(…) to have two stores over the same claims"));
    }
}

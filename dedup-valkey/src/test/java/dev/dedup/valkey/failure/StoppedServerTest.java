// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dedup.Deduplicator;
import dev.dedup.UnknownOutcomeException;
import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.ValkeyServer;
import dev.dedup.valkey.ValkeyClaimStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The server stops in the middle of claims (SIGSTOP), says nothing until calls have passed their deadline, and goes on. */
class StoppedServerTest {
    private static final int POSTS = 5_000;
    private static final int STOPS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void whatPassedItsDeadlineIsSettledByARetryOnceAndForOne() {
        try (var server = ValkeyServer.started()) {
            Ledger ledger = new Ledger(Posts.some(POSTS));
            List<Future<?>> stops = new ArrayList<>();
            for (int stop = 1; stop <= STOPS; stop++) {
                stops.add(ledger.at(stop * POSTS / (STOPS + 1), server::pause));
            }
            try (Fleet fleet = new Fleet(server.uri(), ledger)) {
                fleet.start();
                for (Future<?> stop : stops) {
                    fleet.awaitUnknownAfter(stop);
                    server.resume();
                }
                fleet.awaitEnd();
            }
            ledger.close("stopped " + STOPS + " times past the deadline");
            assertThat(ledger.repeats()).isZero();
            assertThat(ledger.leasesLost()).isZero();
            assertThat(server.command("DBSIZE")).isEqualTo((long) POSTS);
        }
    }

    /** The request lay in the server's socket, so the claim is made after its caller was told that nothing is known. */
    @Test
    void aClaimThatWasAppliedAfterTheDeadlineIsStillItsCallers() {
        Fingerprint post = Posts.some(1).get(0);
        Ledger ledger = new Ledger(List.of(post));
        try (var server = ValkeyServer.started();
                Fleet fleet = new Fleet(server.uri(), ledger);
                var other = deduplicator(server, ledger, PATIENCE);
                var dedup = deduplicator(server, ledger, Fleet.DEADLINE)) {
            server.pause();
            var unknown = catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryClaim(post));
            server.resume();
            fleet.until("the claim is made", () -> Objects.equals(server.command("DBSIZE"), 1L));

            assertThat(other.tryClaim(post)).as("granted to another").isFalse();
            assertThat(new Scraper(dedup, ledger).settle(unknown).isClaimed(0)).isTrue();
            ledger.granted(post);
            ledger.close("applied after its deadline");
        }
    }

    private static Deduplicator<Fingerprint> deduplicator(ValkeyServer server, Ledger ledger, Duration deadline) {
        return Fleet.deduplicator(ValkeyClaimStore.connect(server.uri()), ledger, deadline);
    }
}

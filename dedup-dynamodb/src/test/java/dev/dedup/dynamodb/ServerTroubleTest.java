// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.DynamoDbServer;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import dev.dedup.testservers.claims.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The service's process is killed and started again, or stands still. */
class ServerTroubleTest {
    @AutoClose
    private static final DynamoDbServer SERVER = DynamoDbServer.durable();

    @AutoClose
    private final DynamoDbClaimStore store =
            Local.builder(Local.newName(), SERVER.endpoint()).createTable().build();

    private final Asker asker = new Asker(store);

    @Test
    void claimsSurviveThatItIsKilled() {
        Fingerprint post = Posts.fresh();
        asker.claim(post);

        SERVER.kill();
        assertThat(asker.other().failuresOfEveryOperation(Posts.fresh())).allMatch(StoreException::isRetryable);
        SERVER.start();

        assertThat(asker.other().claim(post)).isEqualTo(DUPLICATE);
    }

    @Test
    void noPostIsLostWhileItIsKilled() {
        List<Fingerprint> posts = Posts.fresh(12);
        List<CompletableFuture<Boolean>> claims = posts.stream()
                .map(post -> Together.start(() -> Retries.claims(store, post)))
                .toList();
        SERVER.kill();
        SERVER.start();

        assertThat(claims).as("granted, of %s", posts.size()).allMatch(CompletableFuture::join);
        assertThat(posts.stream().map(post -> Retries.claims(store, post)))
                .as("granted again")
                .containsOnly(false);
    }

    @Test
    void requestsThatItSleepsOverAreFailuresAndItGoesOn() {
        Fingerprint post = Posts.fresh();
        SERVER.pause();
        assertThat(asker.within(Duration.ofMillis(300)).failuresOfEveryOperation(post))
                .allMatch(StoreException::isRetryable);
        SERVER.resume();

        Fingerprint next = Posts.fresh();
        assertThat(asker.claim(next)).isEqualTo(CLAIMED);
        assertThat(asker.other().claim(next)).isEqualTo(DUPLICATE);
    }
}

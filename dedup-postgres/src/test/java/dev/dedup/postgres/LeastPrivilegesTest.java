// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user who owns nothing, and has the rights that the documentation names, or one fewer. */
class LeastPrivilegesTest {
    private final Tenant owner = Tenant.fresh();
    private final Tenant user = Tenant.fresh();
    private final Fingerprint held = Posts.fresh();
    private final Fingerprint expired = Posts.fresh();

    @AutoClose
    private final PostgresClaimStore owners = owner.open();

    @AutoClose
    private final PostgresClaimStore store = openAsUser();

    private final Asker asker = new Asker(store);

    private PostgresClaimStore openAsUser() {
        LeastPrivileges.grant(owner, user.name());
        return connect();
    }

    private PostgresClaimStore connect() {
        return PostgresClaimStore.connect(user.url() + "?schema=" + owner.name());
    }

    @BeforeEach
    void claimOne() {
        new Asker(owners).claim(expired);
        owner.expireAll();
        new Asker(owners).claim(held);
    }

    @Test
    void theyAreEnoughForEverything() {
        Fingerprint post = Posts.fresh();

        assertThat(asker.claim(List.of(held, expired))).containsExactly(DUPLICATE, CLAIMED);
        assertThat(asker.lease(post)).isEqualTo(CLAIMED);
        assertThat(asker.confirm(post)).isTrue();
        assertThat(asker.lookup(post)).isPresent();
        assertThat(asker.release(post)).isTrue();
        assertThat(asker.forget(held)).isTrue();
        assertThat(store.purgeExpired(10)).isZero();
    }

    @Test
    void tableIsNotMadeAnewWithoutTheRightToMakeTables() {
        PostgresClaimStore.builder()
                .url(user.url())
                .schema(owner.name())
                .createSchema()
                .build()
                .close();

        assertThatThrownBy(() -> PostgresClaimStore.builder()
                        .url(user.url())
                        .schema(owner.name())
                        .table("another")
                        .createSchema()
                        .build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the user lacks a permission");
    }

    @Test
    void withoutUseOfTheSchemaTheTableIsNotFound() {
        owner.server().execute("REVOKE USAGE ON SCHEMA " + owner.name() + " FROM " + user.name());

        assertThatThrownBy(() -> connect().close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the user lacks a permission")
                .hasMessageContaining("42501");
        assertLacking(() -> asker.claim(Posts.fresh()));
    }

    @Test
    void withoutSelectNothingWorks() {
        revoke("SELECT");

        assertThat(asker.failuresOfEveryOperation(held)).allSatisfy(LeastPrivilegesTest::isLacking);
        assertLacking(() -> store.purgeExpired(10));
    }

    @Test
    void withoutInsertNothingIsClaimed() {
        Fingerprint post = leased();
        revoke("INSERT");

        assertLacking(() -> asker.claim(Posts.fresh()));
        assertLacking(() -> asker.claim(held));
        assertThat(asker.confirm(post)).isTrue();
        assertThat(asker.lookup(held)).isPresent();
        assertThat(asker.release(post)).isTrue();
        assertThat(asker.forget(held)).isTrue();
        assertThat(store.purgeExpired(10)).isEqualTo(1);
    }

    @Test
    void withoutUpdateNothingIsClaimedConfirmedGivenBackOrPurged() {
        Fingerprint post = leased();
        revoke("UPDATE");

        assertLacking(() -> asker.claim(Posts.fresh()));
        assertLacking(() -> asker.claim(held));
        assertThat(asker.lookup(held)).isPresent();
        assertLacking(() -> asker.confirm(post));
        assertLacking(() -> asker.release(post));
        assertLacking(() -> asker.forget(held));
        assertLacking(() -> store.purgeExpired(10));
    }

    @Test
    void withoutDeleteNothingIsGivenBackOrPurgedAndLeasesLapse() {
        Fingerprint post = leased();
        revoke("DELETE");

        assertThat(asker.claim(List.of(Posts.fresh(), held, expired))).containsExactly(CLAIMED, DUPLICATE, CLAIMED);
        assertThat(asker.confirm(post)).isTrue();
        assertThat(asker.lookup(held)).isPresent();
        assertLacking(() -> asker.release(post));
        assertLacking(() -> asker.forget(held));
        assertLacking(() -> store.purgeExpired(10));
    }

    @Test
    void userThatOnlyPurgesNeedsNoInsert() {
        revoke("INSERT");

        assertThat(store.purgeExpired(10)).isEqualTo(1);
    }

    private Fingerprint leased() {
        Fingerprint post = Posts.fresh();
        asker.claim(List.of(post), ClaimState.LEASED, Duration.ofMinutes(5));
        return post;
    }

    private void revoke(String right) {
        owner.server().execute("REVOKE " + right + " ON " + owner.table() + " FROM " + user.name());
    }

    private static void assertLacking(ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOfSatisfying(StoreException.class, LeastPrivilegesTest::isLacking);
    }

    private static void isLacking(StoreException failure) {
        assertThat(failure)
                .hasMessageContaining("the user lacks a permission")
                .hasMessageContaining("SQLSTATE 42501")
                .returns(false, StoreException::isRetryable);
    }
}

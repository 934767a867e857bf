// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims that come while two statements are under way. Those two insert slow posts: the server takes two seconds for each. */
class SharedStatementTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Tenant tenant = Tenant.fresh();
    private final List<Fingerprint> slow = Posts.fresh(3);

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.builder()
            .url(tenant.url())
            .createSchema()
            .coalesceClaims()
            .build();

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void makeSlow() {
        tenant.server()
                .execute(
                        "CREATE FUNCTION " + tenant.name() + ".slow() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$",
                        "CREATE TRIGGER slow BEFORE INSERT ON " + tenant.table()
                                + " FOR EACH ROW WHEN (NEW.fingerprint IN ('" + inSql(slow) + "')) EXECUTE FUNCTION "
                                + tenant.name() + ".slow()");
    }

    @Test
    void manyShareOneCommit() throws Exception {
        List<Future<Verdict>> underWay = twoUnderWay();
        List<Fingerprint> posts = Posts.fresh(60);
        List<Future<Verdict>> waiting = posts.stream().map(this::claims).toList();
        awaitWaiting(60);

        assertAllClaimed(underWay);
        assertAllClaimed(waiting);
        assertThat(transactionsOf(posts)).isLessThanOrEqualTo(2);
    }

    @Test
    void nobodyWaitsForLongerThanItsTime() throws Exception {
        List<Future<Verdict>> underWay = twoUnderWay();

        assertThat(new Asker(store).within(Duration.ofMillis(100)).failureOfClaim(Posts.fresh()))
                .hasMessageContaining("no answer within 100 ms")
                .returns(true, StoreException::isRetryable);

        assertThat(underWay).noneMatch(Future::isDone);
        assertAllClaimed(underWay);
    }

    @Test
    void whatWasGivenUpAndReleasedIsNotCommittedAfterwards() throws Exception {
        List<Future<Verdict>> underWay = twoUnderWay();
        Future<Verdict> patient = claims(slow.get(2));
        Fingerprint post = Posts.fresh();
        Asker impatient = new Asker(store).within(Duration.ofSeconds(3));

        impatient.failureOfClaim(post);
        impatient.release(post);

        assertAllClaimed(underWay);
        patient.cancel(false);
        Awaitility.await().until(() -> statementsUnderWay() == 0);
        assertThat(impatient.lookup(post)).isEmpty();
    }

    private List<Future<Verdict>> twoUnderWay() {
        List<Future<Verdict>> claims =
                Stream.of(slow.get(0), slow.get(1)).map(this::claims).toList();
        Awaitility.await().until(() -> statementsUnderWay() == 2);
        return claims;
    }

    private int statementsUnderWay() {
        return tenant.server()
                .query("SELECT FROM pg_stat_activity WHERE usename = '" + tenant.name() + "' AND state = 'active'")
                .size();
    }

    private static void awaitWaiting(int count) {
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().values().stream()
                                .filter(stack -> Stream.of(stack)
                                        .anyMatch(frame -> frame.getClassName().equals(Coalescer.class.getName())
                                                && frame.getMethodName().equals("await")))
                                .count()
                        >= count);
    }

    private int transactionsOf(List<Fingerprint> posts) {
        return Integer.parseInt(tenant.server()
                .value("SELECT count(DISTINCT xmin::text) FROM " + tenant.table() + " WHERE fingerprint IN ('"
                        + inSql(posts) + "')"));
    }

    private static String inSql(List<Fingerprint> posts) {
        return String.join("', '", posts.stream().map(Fingerprint::toString).toList());
    }

    private static void assertAllClaimed(List<Future<Verdict>> claims) throws Exception {
        for (Future<Verdict> claim : claims) {
            assertThat(claim.get()).isEqualTo(CLAIMED);
        }
    }

    private Future<Verdict> claims(Fingerprint post) {
        return threads.submit(() -> new Asker(store).within(LONG).claim(post));
    }
}

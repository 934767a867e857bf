// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.StoreException;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch that loses the race for one of its posts asks for that one again, and for no other: what its first statement has claimed is
 * claimed once, whatever happens to it between the two, and whatever the second one meets.
 *
 * <p>The race is lost to a trigger, which leaves out the caller's row as another transaction does that inserts it in between.
 */
class LostRaceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Tenant tenant = Tenant.fresh();
    private final Fingerprint claimed = Posts.fresh();
    private final Fingerprint lost = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy =
            TcpProxy.to(tenant.server().host(), tenant.server().port());

    @AutoClose
    private final PostgresClaimStore others = tenant.open();

    @AutoClose
    private final PostgresClaimStore store = PostgresClaimStore.connect(tenant.url(proxy.port()));

    private final Asker mine = new Asker(store);
    private final Asker other = new Asker(others);

    @BeforeEach
    void haveTheRaceLost() {
        tenant.server()
                .execute(
                        "CREATE FUNCTION " + tenant.name()
                                + ".lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
                        "CREATE TRIGGER lose BEFORE INSERT ON " + tenant.table() + " FOR EACH ROW WHEN (NEW.token = "
                                + mine.token().value() + " AND NEW.fingerprint = '" + lost + "') EXECUTE FUNCTION "
                                + tenant.name() + ".lose()");
    }

    @Test
    void postThatWasForgottenMeanwhileStaysForgotten() {
        List<Verdict> verdicts =
                verdicts(() -> assertThat(other.forget(claimed)).isTrue());

        assertThat(verdicts).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.lookup(claimed)).isEmpty();
    }

    @Test
    void postThatWasForgottenAndClaimedByAnotherWasBoths() {
        List<Verdict> verdicts = verdicts(() -> {
            assertThat(other.forget(claimed)).isTrue();
            assertThat(other.claim(claimed)).isEqualTo(CLAIMED);
        });

        assertThat(verdicts).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.lookup(claimed)).map(ClaimRecord::token).contains(other.token());
    }

    @Test
    void postThatWasForgottenStaysForgottenIfTheOtherHasToBeWaitedFor() throws Exception {
        Answers<Verdict> answers;
        try (Caller blocker = new Caller(tenant)) {
            answers = answers(mine.within(Duration.ofSeconds(2)), () -> {
                assertThat(other.forget(claimed)).isTrue();
                tenant.server().execute("DROP TRIGGER lose ON " + tenant.table());
                assertThat(blocker.joining(others).claim(lost)).isEqualTo(CLAIMED);
            });
        }

        assertThat(answers.value(0)).isEqualTo(CLAIMED);
        assertThat(answers.failure(1)).isNotNull();
        assertThat(other.lookup(claimed)).isEmpty();
    }

    @Test
    void postThatWasForgottenStaysForgottenIfTheConnectionBreaks() {
        Answers<Verdict> answers = answers(mine, () -> {
            assertThat(other.forget(claimed)).isTrue();
            proxy.once(TcpProxy.containing("string_agg"), ProxyAction.dropRequest());
        });

        assertThat(answers.value(0)).isEqualTo(CLAIMED);
        assertThat(answers.failure(1)).isNotNull();
        assertThat(other.lookup(claimed)).isEmpty();
    }

    @Test
    void postThatNobodyTouchedIsStillClaimed() {
        assertThat(verdicts(() -> {})).containsExactly(CLAIMED, DUPLICATE);
        assertThat(other.claim(claimed)).isEqualTo(DUPLICATE);
    }

    @ParameterizedTest
    @MethodSource
    void statementTellsWhatItWroteAndWhatItLost(Function<Statements, String> statement) throws SQLException {
        Fingerprint held = Posts.fresh();
        other.claim(held);
        Asked asked = new Asked(List.of(request(List.of(claimed, held, lost))));

        assertThat(answers(asked, statement)).containsExactly(CLAIMED, DUPLICATE, null);
    }

    static Stream<Named<Function<Statements, String>>> statementTellsWhatItWroteAndWhatItLost() {
        return Stream.of(
                Named.of("claim", Statements::claim),
                Named.of("insertFirst", Statements::insertFirst),
                Named.of("insertFirstOrTakeOver", Statements::insertFirstOrTakeOver));
    }

    @Test
    void statementOfSeveralCallsTellsWhatItWroteAndWhatItLost() throws SQLException {
        Fingerprint held = Posts.fresh();
        other.claim(held);
        Asked asked = new Asked(Stream.of(claimed, held, lost)
                .map(post -> request(List.of(post)))
                .toList());

        assertThat(answers(asked, Statements::shared)).containsExactly(CLAIMED, DUPLICATE, null);
    }

    private ClaimRequest request(List<Fingerprint> posts) {
        return new ClaimRequest(posts, mine.token(), ClaimState.CONFIRMED, Asker.HOLD, PATIENCE);
    }

    /** What one statement answers, in the order of the request; null for what is to be asked again. */
    private List<@Nullable Verdict> answers(Asked asked, Function<Statements, String> statement) throws SQLException {
        Found<Verdict> found = new Found<>(asked.keys());
        try (Connection connection = tenant.connect()) {
            asked.ask(
                    Session.own(connection, PATIENCE),
                    statement.apply(Statements.on(ClaimTable.DEFAULT)),
                    Session.NO_LIMIT,
                    found);
        }
        StoreException again = StoreException.retryable("postgres", "claim", "to be asked again", null);
        Answers<Verdict> answers = found.answersOr(again, "postgres", "claim");
        return IntStream.range(0, 3).<@Nullable Verdict>mapToObj(answers::value).toList();
    }

    private List<Verdict> verdicts(Runnable betweenTheStatements) {
        Answers<Verdict> answers = answers(mine, () -> {
            other.claim(lost);
            betweenTheStatements.run();
        });
        return IntStream.range(0, 2).mapToObj(answers::value).toList();
    }

    /** What a batch is told; its first statement has claimed one post and lost the race for the other. */
    private Answers<Verdict> answers(Asker asker, Runnable betweenTheStatements) {
        Fault first = proxy.once(TcpProxy.containing("string_agg"), ProxyAction.holdAnswer());
        CompletableFuture<Answers<Verdict>> claim =
                Together.start(() -> asker.claim(List.of(claimed, lost), ClaimState.CONFIRMED, Asker.HOLD));
        first.await();
        await().until(() -> other.lookup(claimed).isPresent());
        betweenTheStatements.run();
        first.release();
        return claim.join();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import dev.dedup.testservers.Fault;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import dev.dedup.testservers.claims.Retries;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service refuses is never a verdict, and says what to do. */
class ErrorTest {
    private final String table = Local.table();
    private final Fingerprint post = Posts.fresh();

    @AutoClose
    private final TcpProxy proxy = Local.proxy();

    @AutoClose
    private final DynamoDbClaimStore store =
            Local.builder(table, Local.endpoint(proxy)).build();

    private final Asker mine = new Asker(store);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | ProvisionedThroughputExceededException | true  | at its limit of requests; give the table more capacity
                    400 | ThrottlingException                    | true  | at its limit of requests
                    400 | RequestLimitExceeded                   | true  | at its limit of requests
                    400 | TransactionConflictException           | true  | a transaction of somebody else's holds the item
                    500 | InternalServerError                    | true  | the service has failed
                    503 | ServiceUnavailable                     | true  | the service has failed
                    400 | ExpiredTokenException                  | true  | the credentials have expired
                    400 | ResourceNotFoundException              | false | no such table in this Region
                    400 | ValidationException                    | false | the one key 'k', of type B
                    400 | AccessDeniedException                  | false | the credentials lack a permission
                    400 | UnrecognizedClientException            | false | the service refuses the credentials
                    403 | InvalidSignatureException              | false | the service refuses the credentials
                    400 | ItemCollectionSizeLimitExceededException | false | the service refuses the request
                    400 | SomethingNewException                  | false | the service refuses the request
                    """)
    void errorIsNoVerdictForAnyOperation(int status, String code, boolean retryable, String meaning) {
        mine.other().claim(post);
        Fault fault = proxy.always(request -> true, Wire.error(status, code));

        assertThat(mine.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContainingAll(table, Local.REGION, meaning, code)
                        .hasMessageNotContainingAny(Local.SECRET_KEY, Local.ACCESS_KEY)
                        .returns(retryable, StoreException::isRetryable)
                        .returns(store.name(), StoreException::store));

        assertThat(fault.times()).as("requests: nothing is repeated in secret").isEqualTo(5);
    }

    /** It may quote the headers of the request, session token and all. */
    @Test
    void wordsOfARefusedSignatureAreNotPassedOn() {
        proxy.always(request -> true, Wire.error(403, "InvalidSignatureException"));

        assertThat(mine.failureOfClaim(post))
                .hasMessageNotContaining("said the service")
                .hasNoCause();
    }

    @Test
    void wordsOfAnotherRefusalAre() {
        proxy.always(request -> true, Wire.error(400, "ValidationException"));

        assertThat(mine.failureOfClaim(post))
                .hasMessageContaining("said the service")
                .hasCauseInstanceOf(Exception.class);
    }

    @Test
    void throttledClaimIsRepeatedUntilItPasses() {
        Fault fault = proxy.always(Wire.of("PutItem"), Wire.error(400, Wire.THROTTLED));

        Retries.assertClaimedAfter(fault::cancel, store, post);

        assertThat(fault.times()).isPositive();
    }

    /** A gate on the way that knows nothing of DynamoDB. */
    @ParameterizedTest
    @CsvSource({
        "200, <html>hello</html>",
        "200, ''",
        "200, {}",
        "404, <html>no such page</html>",
        "403, {}",
        "502, bad gateway"
    })
    void answerOfSomethingElseIsNoVerdict(int status, String body) {
        proxy.always(request -> true, ProxyAction.answerInstead(HttpMessage.answer(status, body)));

        assertThat(mine.failuresOfEveryOperation(post)).hasSize(5).allMatch(StoreException::isRetryable);
        assertThat(Local.stored(table, ItemLayout.key(post))).isEmpty();
    }

    @Test
    void refusalWithoutTheItemIsNoVerdict() {
        proxy.once(Wire.of("PutItem"), Wire.error(400, "ConditionalCheckFailedException"));

        assertThat(mine.failureOfClaim(post))
                .hasMessageContaining("whose claim it is is not known")
                .returns(true, StoreException::isRetryable);
    }

    @Test
    void refusalWithoutTheItemSaysThatThereIsNothingToRelease() {
        proxy.once(Wire.of("DeleteItem"), Wire.error(400, "ConditionalCheckFailedException"));

        assertThat(mine.release(post)).isFalse();
    }

    @Test
    void silenceIsNoVerdict() {
        Fault silence = proxy.always(request -> true, ProxyAction.holdAnswer());

        assertThat(mine.within(Duration.ofMillis(200)).failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContainingAll(table, "no answer")
                        .returns(true, StoreException::isRetryable));
        silence.cancel();
        silence.release();
        assertThat(mine.claim(Posts.fresh())).isEqualTo(CLAIMED);
    }

    @Test
    void tableThatIsGoneIsTold() {
        Local.CLIENT.deleteTable(request -> request.tableName(table)).join();

        assertThat(mine.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining(
                                "there is no such table in this Region, or it is not ready; make it by createTable()")
                        .returns(false, StoreException::isRetryable));
    }
}

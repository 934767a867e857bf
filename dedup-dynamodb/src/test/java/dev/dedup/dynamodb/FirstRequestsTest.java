// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dedup.spi.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What is asked before the first claim, by futures that this test completes. */
class FirstRequestsTest {
    private final FirstRequests requests = new FirstRequests(new Failures("dynamodb table posts"), "connect");
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatHasFailedForAMomentIsAskedAgain() {
        String answer = requests.ask(() -> asked.incrementAndGet() < 3
                ? CompletableFuture.failedFuture(new IllegalStateException("connection reset"))
                : CompletableFuture.completedFuture("here"));

        assertThat(answer).isEqualTo("here");
        assertThat(asked).hasValue(3);
    }

    /** As of a client that was closed. */
    @Test
    void clientThatThrowsIsToldLikeOneThatFails() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> requests.ask(() -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("pool shut down");
                }))
                .withMessage("dynamodb table posts: connect failed: the request failed: pool shut down");
        assertThat(asked).hasValueGreaterThan(1);
    }

    /** A connection that is refused may be followed by silence, which says less. */
    @Test
    void firstOfSeveralFailuresIsTold() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> requests.ask(() -> CompletableFuture.failedFuture(
                        new IllegalStateException("failure " + asked.incrementAndGet()))))
                .withMessageContaining("failure 1");
    }

    @Test
    void whatDoesNotPassIsAskedOnce() {
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> requests.ask(this::notFound));
        assertThat(asked).hasValue(1);
    }

    @Test
    void refusalThatIsAnAnswerIsOne() {
        assertThat(requests.askUnless(ResourceNotFoundException.class::isInstance, this::notFound))
                .isEmpty();
        assertThat(requests.askUnless(Failures::isDenied, () -> CompletableFuture.completedFuture("here")))
                .contains("here");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> requests.askUnless(Failures::isDenied, this::notFound))
                .withMessageContaining("there is no such table")
                .withCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void waitingHasAnEnd() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> requests.await(2, "the table is not ready", () -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                }))
                .withMessage("dynamodb table posts: connect failed: the table is not ready after 2 s")
                .matches(StoreException::isRetryable);
        assertThat(asked).hasValue(2);
    }

    @Test
    void interruptionEndsTheWaitingAndIsPassedOn() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> requests.await(2, "the table is not ready", Optional::empty))
                .withMessageContaining("the thread was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private CompletableFuture<String> notFound() {
        asked.incrementAndGet();
        return CompletableFuture.failedFuture(ResourceNotFoundException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ResourceNotFoundException")
                        .build())
                .statusCode(400)
                .build());
    }
}

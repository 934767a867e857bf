// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Compares the machine's clock with the first time that the service tells, in the head of an answer.
 *
 * <p>All clients of a table need clocks that agree, and the service's is the one that they all can see.
 */
final class ClockCheck {
    /** Far from what any clock is off that is kept in step, and still small beside a lease. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The service tells whole seconds, and leaves out what has gone by of the next. */
    private static final Duration LEFT_OUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbClaimStore.class);

    private final InstantSource clock;
    private final String store;
    private final AtomicBoolean isDone = new AtomicBoolean();

    ClockCheck(InstantSource clock, String store) {
        this.clock = clock;
        this.store = store;
    }

    /** Sends a request, and compares the time when it is answered. */
    <T extends SdkResponse> CompletableFuture<T> comparing(Supplier<CompletableFuture<T>> request) {
        Instant before = clock.instant();
        return request.get()
                .whenComplete((answer, failure) -> time(answer, failure)
                        .filter(told -> isDone.compareAndSet(false, true))
                        .ifPresent(told -> compare(before, told, clock.instant())));
    }

    /** The service's clock showed the told second at some moment between the two: the least difference that this leaves open. */
    private void compare(Instant before, Instant told, Instant after) {
        Duration ahead = Duration.between(told.plus(LEFT_OUT), before);
        Duration behind = Duration.between(after, told);
        if (ahead.compareTo(LIMIT) >= 0) {
            LOG.warn(
                    "{}: this machine's clock is at least {} s ahead of the service's: others' live claims are taken over as"
                            + " much too early, and its own are held too long; set it",
                    store,
                    ahead.toSeconds());
        } else if (behind.compareTo(LIMIT) >= 0) {
            LOG.warn(
                    "{}: this machine's clock is at least {} s behind the service's: others take its live claims over as"
                            + " much too early, and others' are held too long; set it",
                    store,
                    behind.toSeconds());
        }
    }

    private static Optional<Instant> time(@Nullable SdkResponse answer, @Nullable Throwable failure) {
        return head(answer, failure)
                .flatMap(head -> head.firstMatchingHeader("Date"))
                .flatMap(ClockCheck::parsed);
    }

    private static Optional<SdkHttpResponse> head(@Nullable SdkResponse answer, @Nullable Throwable failure) {
        if (answer != null) {
            return Optional.ofNullable(answer.sdkHttpResponse());
        }
        return Optional.ofNullable(failure)
                .map(Failures::unwrapped)
                .filter(AwsServiceException.class::isInstance)
                .map(refusal -> ((AwsServiceException) refusal).awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse);
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

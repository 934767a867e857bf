// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.StoreException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Says what went wrong and what to do about it, by the service's error codes ("Error handling with DynamoDB", in its developer guide).
 *
 * @param store the store's name, with table and region
 */
record Failures(String store) {
    static final String ACCESS_DENIED = "AccessDeniedException";

    private static final int SERVER_ERROR = 500;

    private static final String THROTTLED =
            "the table, one of its partitions or the account is at its limit of requests;"
                    + " give the table more capacity, or claim more slowly";
    private static final String CREDENTIALS =
            "the service refuses the credentials; check the access key and its secret,"
                    + " and the clock of this machine";

    /** Of errors with these codes, another attempt may have better luck; of throttling and of errors of the server too. */
    private static final Map<String, String> PASSING = Map.of(
            "TransactionConflictException", "a transaction of somebody else's holds the item",
            "ReplicatedWriteConflictException", "the item was written in another Region at the same time",
            "ExpiredTokenException", "the credentials have expired; get new ones from where these came from",
            "RequestTimeoutException", "the service did not get the whole request in time",
            "ResourceInUseException", "the table is being changed");

    private static final Map<String, String> LASTING = Map.ofEntries(
            Map.entry(
                    "ResourceNotFoundException",
                    "there is no such table in this Region, or it is not ready; make it by createTable()"),
            Map.entry(
                    ACCESS_DENIED,
                    "the credentials lack a permission; a store needs those of the policy in its documentation"),
            Map.entry("UnrecognizedClientException", CREDENTIALS),
            Map.entry("InvalidClientTokenId", CREDENTIALS),
            Map.entry("InvalidSignatureException", CREDENTIALS),
            Map.entry("IncompleteSignatureException", CREDENTIALS),
            Map.entry("MissingAuthenticationTokenException", CREDENTIALS),
            Map.entry(
                    "ValidationException",
                    "the table does not take a claim; a table of claims has the one key '" + ItemLayout.KEY
                            + "', of type B"));

    /** The service tells of these what it had expected, down to the headers that were sent. */
    private static final Set<String> TELLING_TOO_MUCH =
            Set.of("InvalidSignatureException", "IncompleteSignatureException", "UnrecognizedClientException");

    StoreException of(String operation, Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof StoreException known) {
            return known;
        }
        return failure instanceof AwsServiceException answer
                ? ofAnswer(operation, answer)
                : StoreException.retryable(store, operation, problem(failure), failure);
    }

    /** A request whose time is over before anything came back. */
    StoreException ofSilence(String operation, Duration timeLeft) {
        return StoreException.retryable(
                store,
                operation,
                "no answer within " + timeLeft.toMillis()
                        + " ms; the service is slower than its callers, or out of reach",
                null);
    }

    /** Keys that the service has left out of an answer. */
    StoreException ofUnprocessed(String operation) {
        return StoreException.retryable(store, operation, "the service left items unread: " + THROTTLED, null);
    }

    /** An answer that lacks what every answer has. */
    StoreException ofTorn(String operation) {
        return StoreException.retryable(store, operation, "the answer broke off; is there a proxy on the way?", null);
    }

    StoreException ofItem(String operation, Fingerprint fingerprint, ForeignItemException problem) {
        return StoreException.permanent(store, operation, fingerprint + ": " + problem.getMessage(), null);
    }

    /** A request after the end. */
    StoreException ofClosed(String operation) {
        return StoreException.permanent(store, operation, "the store is closed; open a new one", null);
    }

    static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    static boolean isDenied(Throwable thrown) {
        return unwrapped(thrown) instanceof AwsServiceException answer
                && code(answer).equals(ACCESS_DENIED);
    }

    static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null ? "" : code;
    }

    private StoreException ofAnswer(String operation, AwsServiceException answer) {
        String problem = meaning(answer) + " (" + said(answer) + ")";
        if (TELLING_TOO_MUCH.contains(code(answer))) {
            return StoreException.permanent(store, operation, problem, null);
        }
        return mayPass(answer)
                ? StoreException.retryable(store, operation, problem, answer)
                : StoreException.permanent(store, operation, problem, answer);
    }

    /** The service gives a code with every error: without one, the answer broke off, or is not the service's. */
    private static boolean mayPass(AwsServiceException answer) {
        return answer.statusCode() >= SERVER_ERROR
                || code(answer).isEmpty()
                || answer.isThrottlingException()
                || answer.isClockSkewException()
                || PASSING.containsKey(code(answer));
    }

    private static String meaning(AwsServiceException answer) {
        if (answer.isThrottlingException()) {
            return THROTTLED;
        }
        String code = code(answer);
        return PASSING.getOrDefault(code, LASTING.getOrDefault(code, unlisted(code, answer.statusCode())));
    }

    private static String unlisted(String code, int status) {
        if (status >= SERVER_ERROR) {
            return "the service has failed";
        }
        return code.isEmpty()
                ? "the answer names no error, so it broke off; is there a proxy on the way?"
                : "the service refuses the request";
    }

    private static String said(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String status = code(answer) + ", HTTP status " + answer.statusCode() + ", request " + answer.requestId();
        return message == null || TELLING_TOO_MUCH.contains(code(answer)) ? status : message + "; " + status;
    }

    private static String problem(Throwable failure) {
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return "no answer in time; the service is slower than its callers, or out of reach";
        }
        UnknownHostException unknown = unknownHost(failure);
        return unknown == null
                ? "the request failed: " + failure.getMessage()
                : "the name " + unknown.getMessage() + " is not known; check Region, endpoint and the network";
    }

    private static @Nullable UnknownHostException unknownHost(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(UnknownHostException.class::isInstance)
                .map(UnknownHostException.class::cast)
                .findFirst()
                .orElse(null);
    }
}

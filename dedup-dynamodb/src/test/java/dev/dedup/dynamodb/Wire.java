// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dedup.identity.Fingerprint;
import dev.dedup.testservers.HttpMessage;
import dev.dedup.testservers.ProxyAction;
import java.util.Base64;
import java.util.function.Predicate;

/** What passes between a store and the service. */
final class Wire {
    static final String THROTTLED = "ProvisionedThroughputExceededException";

    private Wire() {}

    /** Requests of one operation, such as PutItem. */
    static Predicate<byte[]> of(String operation) {
        return request -> new String(request, ISO_8859_1).contains("DynamoDB_20120810." + operation + "\r\n");
    }

    /** Requests of one operation about one post. */
    static Predicate<byte[]> of(String operation, Fingerprint post) {
        return of(operation).and(request -> new String(request, ISO_8859_1).contains(base64(post)));
    }

    /** Has a read show a post as another's, without asking the service. */
    static ProxyAction shown(String table, Fingerprint post, String state) {
        String item = "{\"Responses\":{\"" + table + "\":[{\"k\":{\"B\":\"" + base64(post)
                + "\"},\"v\":{\"N\":\"1\"},\"t\":{\"N\":\"77\"},\"s\":{\"S\":\"" + state + "\"}}]}}";
        return ProxyAction.answerInstead(HttpMessage.answer(200, item));
    }

    /** Has a read leave a post unread, without asking the service. */
    static ProxyAction unprocessed(String table, Fingerprint post) {
        String body = "{\"Responses\":{},\"UnprocessedKeys\":{\"" + table + "\":{\"Keys\":[{\"k\":{\"B\":\""
                + base64(post) + "\"}}]}}}";
        return ProxyAction.answerInstead(HttpMessage.answer(200, body));
    }

    /** Has the service refuse, without asking it. */
    static ProxyAction error(int status, String code) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code + "\",\"message\":\"said the service\"}";
        return ProxyAction.answerInstead(HttpMessage.answer(status, body));
    }

    /** Has a table be described that has nothing but a status. */
    static ProxyAction table(String status) {
        return ProxyAction.answerInstead(HttpMessage.answer(200, "{\"Table\":{\"TableStatus\":\"" + status + "\"}}"));
    }

    private static String base64(Fingerprint post) {
        return Base64.getEncoder().encodeToString(post.toBytes());
    }
}

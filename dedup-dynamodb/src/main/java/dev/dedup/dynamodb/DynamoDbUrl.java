// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store's URL, taken apart. No message shows the URL, which may have a secret where none belongs.
 *
 * @param table the table's name
 * @param options the options by name
 */
record DynamoDbUrl(String table, Map<String, String> options) {
    static final String SCHEME = "dynamodb";

    private static final String PREFIX = SCHEME + "://";
    private static final Set<String> OPTIONS = Set.of(
            "region",
            "endpoint",
            "concurrency",
            "readFirst",
            "eventuallyConsistent",
            "createTable",
            "pointInTimeRecovery",
            "deletionProtection");
    private static final String EXAMPLE = "; write it like dynamodb://table?region=eu-west-1";

    static DynamoDbUrl parse(String url) {
        if (!url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            throw refusal("does not begin with " + PREFIX + EXAMPLE);
        }
        String rest = url.substring(PREFIX.length());
        if (rest.indexOf('@') >= 0) {
            throw refusal("has an @; credentials come from where the AWS SDK looks for them, such as"
                    + " AWS_ACCESS_KEY_ID or a profile, and never from a URL");
        }
        int question = rest.indexOf('?');
        String table = question < 0 ? rest : rest.substring(0, question);
        return new DynamoDbUrl(
                TableName.checked(table.endsWith("/") ? table.substring(0, table.length() - 1) : table),
                options(question < 0 ? "" : rest.substring(question + 1)));
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    boolean isSet(String name) {
        String value = options.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw refusal("has " + name + "=" + value + "; it is true or false");
        }
        return value.equals("true");
    }

    @Nullable
    Integer number(String name) {
        String digits = options.get(name);
        if (digits != null && !digits.matches("[1-9]\\d{0,4}")) {
            throw refusal("has " + name + "=" + digits + "; it is a number from 1 to 10000");
        }
        return digits == null ? null : Integer.valueOf(digits);
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw refusal("has an option without a value; write option=value, and an & in a value as %26");
            }
            String name = part.substring(0, equals);
            if (!OPTIONS.contains(name)) {
                throw refusal("has the option '" + name + "'; the options are "
                        + String.join("=…, ", new TreeSet<>(OPTIONS)) + "=…");
            }
            options.put(name, decode(part.substring(equals + 1)));
        }
        return options;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw refusal("has a % that begins no code of two hexadecimal digits; write % itself as %25");
        }
    }

    static IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException("The URL of a DynamoDB store " + problem);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.regex.Pattern;

/** The name of a table, as the service takes it. */
final class TableName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    private TableName() {}

    static String checked(String name) {
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a DynamoDB table is '" + name
                    + "'; it has 3 to 255 of the characters a-z, A-Z, 0-9, '_', '-' and '.'");
        }
        return name;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The DynamoDB Local of Maven Central, run by a JVM of its own.
 *
 * <p>The build has written its class path down. So none of its many libraries is on the class path of a test, and a test can kill it.
 */
final class EmbeddedDynamoDb {
    private static final String MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner";
    private static final Pattern VERSION = Pattern.compile("DynamoDBLocal-([\\d.]+)\\.jar");

    private EmbeddedDynamoDb() {}

    static DynamoDbProgram program() {
        String classPath = classPath();
        Matcher version = VERSION.matcher(classPath);
        if (!version.find()) {
            throw new IllegalStateException("the class path of DynamoDB Local has no DynamoDBLocal-….jar; build again");
        }
        return new DynamoDbProgram(
                "DynamoDB Local " + version.group(1) + " (embedded, from Maven Central)",
                List.of(java(), "-XX:+UseSerialGC", "-Xmx512m", "-cp", classPath, MAIN));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() {
        try (var file = EmbeddedDynamoDb.class.getResourceAsStream("dynamodb-local.classpath")) {
            return new String(
                            Objects.requireNonNull(file, "written by the build").readAllBytes(), UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the class path of DynamoDB Local was not read: " + e.getMessage(), e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the DynamoDB Local that the tests run against, as {@value #CHOICE} says or else by {@link ServerChoice}'s order. */
final class DynamoDbFinder {
    static final String CHOICE = "DEDUP_TEST_DYNAMODB";

    private static final String PROGRAM = "dynamodb-local";
    private static @Nullable DynamoDbInstallation found;

    private final ServerChoice choice;

    DynamoDbFinder(ServerChoice choice) {
        this.choice = choice;
    }

    /** The server of this JVM; the first call looks for it and prints what it is. */
    @SuppressWarnings("SystemOut")
    static synchronized DynamoDbInstallation found() {
        if (found == null) {
            found = new DynamoDbFinder(ServerChoice.ofThisJvm(CHOICE)).find();
            System.out.println("Tests of DynamoDB run against " + found.description());
        }
        return found;
    }

    DynamoDbInstallation find() {
        return choice.take(
                DynamoDbImage::new, this::onPath, () -> "the PATH has no " + PROGRAM, EmbeddedDynamoDb::program);
    }

    private Optional<DynamoDbInstallation> onPath() {
        return choice.programsOnPath(PROGRAM)
                .<DynamoDbInstallation>map(
                        program -> new DynamoDbProgram("DynamoDB Local (on the PATH)", List.of(program.toString())))
                .findFirst();
    }
}

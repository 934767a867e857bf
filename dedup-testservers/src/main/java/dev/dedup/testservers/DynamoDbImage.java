// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.utility.DockerImageName;

/**
 * The image of DynamoDB Local, run by Docker in the host's network.
 *
 * <p>Not run by this project's CI, which has no engine.
 */
final class DynamoDbImage implements DynamoDbInstallation {
    private static final DockerImageName IMAGE = DockerImageName.parse("amazon/dynamodb-local:2.6.1");

    /** The image's entry point is the JVM. */
    private static final String FIRST_ARGUMENT = "-jar";

    @Override
    public String description() {
        return "DynamoDB Local " + IMAGE.getVersionPart() + " (Docker)";
    }

    @Override
    public ServerProcess process(TestDirectory directory, List<String> arguments) {
        var words = Stream.concat(Stream.of("DynamoDBLocal.jar"), arguments.stream())
                .toList();
        return new ContainerProcess(IMAGE, FIRST_ARGUMENT, directory, words, Map.of());
    }
}

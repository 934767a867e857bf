// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** The image of Valkey, run by Docker in the host's network, so that its servers reach each other on 127.0.0.1 as processes would. */
final class DockerImage implements ValkeyInstallation {
    private static final DockerImageName IMAGE = DockerImageName.parse("valkey/valkey:8.1");
    private static final String PROGRAM = "valkey-server";

    static boolean isDockerPresent() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public String description() {
        return PROGRAM + " " + IMAGE.getVersionPart() + " (Docker)";
    }

    @Override
    public ServerProcess process(TestDirectory directory, List<String> arguments) {
        return new ContainerProcess(IMAGE, PROGRAM, directory, arguments, Map.of());
    }
}

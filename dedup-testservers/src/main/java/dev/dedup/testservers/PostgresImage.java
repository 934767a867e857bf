// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.utility.DockerImageName;

/**
 * The image of PostgreSQL, run by Docker in the host's network.
 *
 * <p>Not run by this project's CI, which has no engine.
 */
record PostgresImage(int majorVersion) implements PostgresInstallation {
    /** Runs as root until the image's own entry point changes to the user that may read the files. */
    private static final String SCRIPT = "cd " + ContainerProcess.FILES
            + " && chown -R postgres . && chmod -R go= . && exec docker-entrypoint.sh postgres \"$@\"";

    @Override
    public String description() {
        return "postgres " + majorVersion + " (Docker)";
    }

    @Override
    public ServerProcess process(TestDirectory directory, List<String> settings) {
        var image = DockerImageName.parse("postgres:" + majorVersion);
        var arguments = Stream.concat(Stream.of("-c", SCRIPT, "postgres"), LocalPostgres.options(settings))
                .toList();
        return new ContainerProcess(image, "sh", directory, arguments, environment());
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PGDATA", ContainerProcess.FILES + LocalPostgres.DATA,
                "POSTGRES_USER", ControlUser.NAME,
                "POSTGRES_PASSWORD", ControlUser.PASSWORD,
                "POSTGRES_DB", LocalPostgres.FIRST_DATABASE,
                "POSTGRES_INITDB_ARGS", String.join(" ", LocalPostgres.INITDB_OPTIONS));
    }
}

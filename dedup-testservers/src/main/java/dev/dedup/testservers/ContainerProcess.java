// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, which keeps its files from one start to the next.
 *
 * <p>Needs an engine with the host's network, as Docker on Linux has. Not run by this project's CI, which has no engine.
 */
final class ContainerProcess implements ServerProcess {
    /** Where the container finds the files of the directory. */
    static final String FILES = "/data/";

    private static final int STOP_SECONDS = 30;

    private final GenericContainer<?> container;
    private final TestDirectory directory;
    private boolean created;
    private boolean paused;

    ContainerProcess(
            DockerImageName image,
            String program,
            TestDirectory directory,
            List<String> arguments,
            Map<String, String> environment) {
        this.directory = directory;
        this.container = new GenericContainer<>(image)
                .withNetworkMode("host")
                .withEnv(environment)
                .withCommand(
                        Stream.concat(Stream.of(program), arguments.stream()).toArray(String[]::new));
    }

    @Override
    public void start() {
        if (created) {
            client().startContainerCmd(id()).exec();
            return;
        }
        copyFiles();
        container.start();
        created = true;
    }

    @Override
    public boolean isAlive() {
        return created
                && Boolean.TRUE.equals(
                        client().inspectContainerCmd(id()).exec().getState().getRunning());
    }

    @Override
    public void kill() {
        resumeIfPaused();
        client().killContainerCmd(id()).exec();
    }

    @Override
    public void stop() {
        resumeIfPaused();
        client().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
    }

    @Override
    public void pause() {
        client().pauseContainerCmd(id()).exec();
        paused = true;
    }

    @Override
    public void resume() {
        client().unpauseContainerCmd(id()).exec();
        paused = false;
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        if (created) {
            resumeIfPaused();
            container.close();
        }
        directory.close();
    }

    /** Docker signals no paused container. */
    private void resumeIfPaused() {
        if (paused) {
            resume();
        }
    }

    private void copyFiles() {
        try (Stream<Path> files = Files.list(directory.path())) {
            for (Path file : files.toList()) {
                container.withCopyToContainer(Transferable.of(Files.readAllBytes(file)), FILES + file.getFileName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server's files could not be read: " + e.getMessage(), e);
        }
    }

    private DockerClient client() {
        return container.getDockerClient();
    }

    private String id() {
        return container.getContainerId();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;
import java.util.stream.Stream;

/** DynamoDB Local as a process of this machine. */
record DynamoDbProgram(String description, List<String> command) implements DynamoDbInstallation {
    @Override
    public ServerProcess process(TestDirectory directory, List<String> arguments) {
        var words = Stream.concat(command.stream(), arguments.stream()).toList();
        return new LocalProcess(new LocalCommand("DynamoDB Local", words, "TERM", "KILL", () -> {}), directory);
    }
}

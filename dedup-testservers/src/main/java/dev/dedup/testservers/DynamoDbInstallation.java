// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.List;

/** A DynamoDB Local that can be started: a program of this machine, the jars of Maven Central, or an image. */
interface DynamoDbInstallation {
    /** What it is and where it comes from, without a path. */
    String description();

    /** A process, not yet started, that is given these arguments and keeps its files in this directory, which it then owns. */
    ServerProcess process(TestDirectory directory, List<String> arguments);
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/**
 * Real servers for the tests of the stores: {@link dev.dedup.testservers.ValkeyServer}, {@link
 * dev.dedup.testservers.PostgresServer} and {@link dev.dedup.testservers.DynamoDbServer} find, start, kill and pause one, and {@link
 * dev.dedup.testservers.TcpProxy} stands in front of any and loses answers on command.
 *
 * <p>Everything but DynamoDB Local listens on 127.0.0.1 only. All keep their data in a temporary directory, and are gone when they are
 * closed or the JVM exits; programs that were unpacked stay for the next run. Unpublished: for this project's tests, in test scope.
 */
@NullMarked
package dev.dedup.testservers;

import org.jspecify.annotations.NullMarked;

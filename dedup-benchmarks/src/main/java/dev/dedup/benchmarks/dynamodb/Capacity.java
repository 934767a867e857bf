// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Counts the requests of a client and the units that the service bills for them, by "DynamoDB read and write operations" in its developer
 * guide: a write unit for a put, carried out or refused, and for each key that is read, found or not, one read unit or half a one.
 *
 * <p>What DynamoDB Local says that it has consumed is not billed anywhere, and less: nothing for keys that it does not find.
 */
final class Capacity implements ExecutionInterceptor {
    private final LongAdder puts = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final DoubleAdder readUnits = new DoubleAdder();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutItemRequest) {
            puts.increment();
        } else if (context.request() instanceof BatchGetItemRequest read) {
            reads.increment();
            read.requestItems().values().forEach(keys -> readUnits.add(units(keys)));
        }
    }

    long puts() {
        return puts.sum();
    }

    long reads() {
        return reads.sum();
    }

    double readUnits() {
        return readUnits.sum();
    }

    void reset() {
        puts.reset();
        reads.reset();
        readUnits.reset();
    }

    private static double units(KeysAndAttributes read) {
        return read.keys().size() * (Boolean.TRUE.equals(read.consistentRead()) ? 1 : 0.5);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.dynamodb;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Counts the requests of a client, and the capacity that they take.
 *
 * <p>What reads take is what the service says of each. A put is counted as one write unit, carried out or refused: the service does not say
 * what a refused one took.
 */
final class Capacity implements ExecutionInterceptor {
    private final LongAdder puts = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final DoubleAdder readUnits = new DoubleAdder();

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return context.request() instanceof BatchGetItemRequest read
                ? read.toBuilder()
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                        .build()
                : context.request();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutItemRequest) {
            puts.increment();
        } else if (context.request() instanceof BatchGetItemRequest) {
            reads.increment();
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse answer = context.response();
        if (answer instanceof BatchGetItemResponse read) {
            read.consumedCapacity().stream()
                    .mapToDouble(ConsumedCapacity::capacityUnits)
                    .forEach(readUnits::add);
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
}

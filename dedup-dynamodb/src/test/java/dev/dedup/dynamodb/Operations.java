// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Counts what a client is asked for. */
final class Operations implements ExecutionInterceptor {
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final DoubleAdder readUnits = new DoubleAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        names.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        if (context.request() instanceof BatchGetItemRequest read) {
            read.requestItems().values().forEach(keys -> readUnits.add(units(keys)));
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        underWay.decrementAndGet();
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        underWay.decrementAndGet();
    }

    List<String> names() {
        return List.copyOf(names);
    }

    long count(String operation) {
        return names.stream().filter(operation::equals).count();
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** What the reads take by the service's rules ("DynamoDB read and write operations", in its developer guide). */
    double readUnits() {
        return readUnits.sum();
    }

    void forget() {
        names.clear();
        readUnits.reset();
    }

    private static double units(KeysAndAttributes read) {
        return read.keys().size() * (Boolean.TRUE.equals(read.consistentRead()) ? 1 : 0.5);
    }
}

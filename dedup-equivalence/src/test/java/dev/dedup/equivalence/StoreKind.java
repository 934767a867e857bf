// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import java.util.EnumMap;
import java.util.Map;

/** The stores that there are. */
public enum StoreKind {
    /** The store of the core. */
    MEMORY,
    /** The store on Valkey. */
    VALKEY,
    /** The store on PostgreSQL. */
    POSTGRES,
    /** The store on DynamoDB. */
    DYNAMODB;

    private static final Map<StoreKind, StoreUnderTest> SHARED = new EnumMap<>(StoreKind.class);

    /**
     * Returns one for all tests of this JVM, with which nothing may be done that another test notices.
     *
     * @return the store, which nobody closes
     */
    public StoreUnderTest shared() {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(this, StoreKind::start);
        }
    }

    /**
     * Starts one of the caller's own.
     *
     * @return the store, which the caller closes
     */
    public StoreUnderTest start() {
        return switch (this) {
            case MEMORY -> new MemoryUnderTest();
            case VALKEY -> ValkeyUnderTest.start();
            case POSTGRES -> PostgresUnderTest.start();
            case DYNAMODB -> DynamoDbUnderTest.start();
        };
    }

    /**
     * Starts one of the caller's own that keeps its claims when its server is killed and started again.
     *
     * @return the store, which the caller closes; that in memory has no server to kill
     */
    public StoreUnderTest startDurable() {
        return switch (this) {
            case MEMORY -> start();
            case VALKEY -> ValkeyUnderTest.startDurable();
            case POSTGRES -> PostgresUnderTest.startDurable();
            case DYNAMODB -> DynamoDbUnderTest.startDurable();
        };
    }
}

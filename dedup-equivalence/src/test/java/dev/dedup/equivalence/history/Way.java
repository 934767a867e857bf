// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.history;

import dev.dedup.dynamodb.DynamoDbClaimStore;
import dev.dedup.equivalence.StoreKind;
import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.spi.ClaimStoreProvider;
import dev.dedup.testservers.TcpProxy;
import java.util.function.Predicate;

/** How a process opens its store, which must make no difference. */
enum Way {
    /** As it comes. */
    PLAIN,
    /** On PostgreSQL, single claims that come at the same time share a statement, of which the text is sent each time. */
    SHARING {
        @Override
        ClaimStore open(String url) {
            return PostgresClaimStore.builder()
                    .url(url + "?prepareThreshold=0")
                    .coalesceClaims()
                    .build();
        }

        @Override
        Predicate<byte[]> ownRequests() {
            return TcpProxy.containing("AS a (fingerprint, token, leased, hold)");
        }
    },
    /** On DynamoDB, what is held already is read before anything is written. */
    READING_FIRST {
        @Override
        ClaimStore open(String url) {
            return DynamoDbClaimStore.builder().url(url).readFirst().build();
        }

        @Override
        Predicate<byte[]> ownRequests() {
            return TcpProxy.containing("BatchGetItem");
        }
    };

    /** The way to a store that asks otherwise than as it comes. */
    static Way tuned(StoreKind kind) {
        return switch (kind) {
            case POSTGRES -> SHARING;
            case DYNAMODB -> READING_FIRST;
            case MEMORY, VALKEY -> throw new IllegalArgumentException(kind + " has no options that change how it asks");
        };
    }

    ClaimStore open(String url) {
        return ClaimStoreProvider.openStore(url);
    }

    /** What a proxy sees of claims, and only of those of a store that was opened in this way. */
    Predicate<byte[]> ownRequests() {
        throw new IllegalStateException(this + " shows nothing that others do not");
    }
}

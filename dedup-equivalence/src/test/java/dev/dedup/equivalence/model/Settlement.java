// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence.model;

import dev.dedup.Lease;
import dev.dedup.spi.ClaimState;
import java.time.Duration;

/** What a worker may do with a lease that it holds by hand. */
enum Settlement {
    /** It has done its work. */
    CONFIRM,
    /** It needs more time. */
    EXTEND,
    /** It gives the post back. */
    RELEASE;

    void of(Lease<?> lease, Duration hold) {
        switch (this) {
            case CONFIRM -> lease.confirm();
            case EXTEND -> lease.extend(hold);
            case RELEASE -> lease.release();
        }
    }

    /** What the store is to be asked for. */
    String request(Duration hold) {
        return switch (this) {
            case CONFIRM -> Operation.name("renew", ClaimState.CONFIRMED, hold);
            case EXTEND -> Operation.name("renew", ClaimState.LEASED, hold);
            case RELEASE -> "release";
        };
    }
}

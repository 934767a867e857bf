// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.memory;

import dev.dedup.spi.ClaimState;
import dev.dedup.spi.Verdict;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that claim, renew, release, forget and lookup of single fingerprints are linearizable, the passing of time included.
 *
 * <p>Both fingerprints fall into one segment, so that all operations meet. Lincheck runs random small programs in several threads
 * and searches for an order of their operations in which one thread alone would have got the same answers.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "token", gen = IntGen.class, conf = "1:3")
@Param(name = "confirmed", gen = BooleanGen.class)
@Tag("one-jdk")
public class LinearizabilityTest {
    private static final Duration HOLD = Duration.ofMillis(2);

    private final ManualClock clock = new ManualClock(0);
    private final Claims claims = new Claims(new InMemoryClaimStore(new ClaimTable(new StoreClock(clock), 100, 5, 1)));

    @Operation
    public Verdict claim(
            @Param(name = "key") int key,
            @Param(name = "token") int token,
            @Param(name = "confirmed") boolean confirmed) {
        return claims.claim(key, token, state(confirmed), HOLD);
    }

    @Operation
    public boolean renew(
            @Param(name = "key") int key,
            @Param(name = "token") int token,
            @Param(name = "confirmed") boolean confirmed) {
        return claims.renew(key, token, state(confirmed), HOLD);
    }

    @Operation
    public boolean release(@Param(name = "key") int key, @Param(name = "token") int token) {
        return claims.release(key, token);
    }

    @Operation
    public boolean forget(@Param(name = "key") int key) {
        return claims.forget(key);
    }

    @Operation
    public String lookup(@Param(name = "key") int key) {
        return claims.lookup(key).toString();
    }

    @Operation
    public void tick() {
        clock.advance(1);
    }

    @Test
    void isLinearizableUnderStress() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .check(LinearizabilityTest.class);
    }

    @Test
    void isLinearizableInEveryInterleavingTried() {
        new ModelCheckingOptions()
                .iterations(20)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .check(LinearizabilityTest.class);
    }

    private static ClaimState state(boolean confirmed) {
        return confirmed ? ClaimState.CONFIRMED : ClaimState.LEASED;
    }
}

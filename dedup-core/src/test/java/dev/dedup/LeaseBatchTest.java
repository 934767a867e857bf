// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static dev.dedup.spi.Verdict.CLAIMED;
import static dev.dedup.spi.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many leases that are confirmed or released together. */
class LeaseBatchTest {
    private final Fixture fleet = new Fixture();

    @Test
    void confirmsAllInOneRequestPerChunk() {
        ScriptedStore line = fleet.line().batchSize(2);
        LeaseBatch<String> batch = fleet.builder(line).build().tryLeaseAll(List.of("a", "b", "c"));
        batch.confirm();
        batch.close();
        assertThat(line.log().stream().map(ScriptedStore.Sent::operation))
                .containsExactly("claim", "claim", "renew", "renew");
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c")).duplicates())
                .hasSize(3);
    }

    @Test
    void confirmsWithoutBlocking() {
        LeaseBatch<String> batch = fleet.other().tryLeaseAll(List.of("a", "b"));
        Fixture.join(batch.confirmAsync());
        assertThat(fleet.other().tryClaimAll(List.of("a", "b")).duplicates()).hasSize(2);
    }

    @Test
    void releasesAllOnClose() {
        try (LeaseBatch<String> batch = fleet.other().tryLeaseAll(List.of("a", "b"))) {
            assertThat(batch.leases()).hasSize(2);
        }
        assertThat(fleet.other().tryClaimAll(List.of("a", "b")).claimed()).hasSize(2);
    }

    @Test
    void releasesWithoutBlocking() {
        LeaseBatch<String> batch = fleet.other().tryLeaseAll(List.of("a", "b"));
        Fixture.join(batch.releaseAsync());
        assertThat(fleet.other().tryClaimAll(List.of("a", "b")).claimed()).hasSize(2);
    }

    @Test
    void dealsOnlyWithLeasesThatAreStillOpen() {
        LeaseBatch<String> batch = fleet.other().tryLeaseAll(List.of("a", "b", "c"));
        batch.leases().get(0).release();
        batch.leases().get(1).confirm();
        batch.confirm();
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c")).claimed()).containsExactly("a");
        batch.release();
        assertThat(fleet.other().tryClaimAll(List.of("b", "c")).duplicates()).containsExactly("b", "c");
    }

    @Test
    void confirmsTheOthersWhenSomeAreLost() {
        LeaseBatch<String> batch = fleet.other().tryLeaseAll(List.of("a", "b", "c"));
        fleet.other().forget("b");
        assertThatThrownBy(batch::confirm)
                .asInstanceOf(type(LeaseLostException.class))
                .satisfies(e -> assertThat(e.items()).isEqualTo(List.of("b")));
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c")).claimed()).containsExactly("b");
    }

    @Test
    void goesOnWithTheLeasesThatWereTakenBeforeTheStoreFailed() {
        ScriptedStore line = fleet.line().failing(Fault.HALF_FORBIDDEN);
        Deduplicator<String> dedup = fleet.builder(line).build();
        UnknownOutcomeException e =
                catchThrowableOfType(UnknownOutcomeException.class, () -> dedup.tryLeaseAll(List.of("a", "b", "c")));
        LeaseBatch<?> soFar = (LeaseBatch<?>) e.batch();
        assertThat(soFar.verdicts()).containsExactly(CLAIMED, UNKNOWN, CLAIMED);
        soFar.confirm();
        LeaseBatch<?> whole = (LeaseBatch<?>) e.retry();
        assertThat(whole.verdicts()).containsExactly(CLAIMED, CLAIMED, CLAIMED);
        whole.close();
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c")).claimed()).containsExactly("b");
    }

    @Test
    void repeatsOnlyTheUnansweredConfirmations() {
        ScriptedStore line = fleet.line();
        LeaseBatch<String> batch = fleet.builder(line).build().tryLeaseAll(List.of("a", "b", "c"));
        line.failing(Fault.HALF_FORBIDDEN);
        UnknownOutcomeException e = catchThrowableOfType(UnknownOutcomeException.class, batch::confirm);
        assertThat(e.items()).isEqualTo(List.of("b"));
        assertThat(e.batch().verdicts()).containsExactly(CLAIMED, UNKNOWN, CLAIMED);
        e.retry();
        assertThat(line.log().get(2).keys()).containsExactly(Fixture.fingerprint("b"));
        fleet.pass(Duration.ofHours(47));
        assertThat(fleet.other().tryClaimAll(List.of("a", "b", "c")).duplicates())
                .hasSize(3);
    }
}

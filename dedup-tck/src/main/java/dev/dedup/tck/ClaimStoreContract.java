// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tck;

/**
 * The contract of {@link dev.dedup.spi.ClaimStore} as tests: extend it once per configuration of a store.
 *
 * <pre>{@code
 * class MyStoreContractTest extends ClaimStoreContract {
 *     private final ManualClock clock = new ManualClock();
 *
 *     protected ClaimStore createStore() {
 *         return new MyStore(clock);
 *     }
 *
 *     protected ContractClock clock() {
 *         return clock;
 *     }
 * }
 * }</pre>
 *
 * <p>Two methods must be given: {@link #createStore} and {@link #clock}. Three more show more: {@link #createPeer},
 * {@link #faults} and {@link #restart}. What is not shown for want of one, and what the store's declared guarantees exclude, is
 * printed and published as a report entry, never left out in silence.
 *
 * <p>The tests run on JUnit Jupiter, each with a store of its own, which the test closes. They take fresh random fingerprints, so
 * the store may sit on a shared server; they leave claims behind, some of them for a century, so it should be in a namespace that
 * can be dropped. Every failure names the rule that broke, the store, and the seed of the test's shuffles and programs, which
 * the system property {@code dedup.tck.seed} sets.
 */
public abstract class ClaimStoreContract extends ProgramRules {
    /** For subclasses. */
    protected ClaimStoreContract() {}
}

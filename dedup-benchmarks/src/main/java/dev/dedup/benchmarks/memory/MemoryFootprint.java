// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.memory;

import dev.dedup.identity.Fingerprint;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how much heap a claim takes, at the worst point between 8 and 12 million claims.
 *
 * <p>Every 100,000 claims: the used heap after a full collection, less that of the empty program, over the number of claims.
 */
public final class MemoryFootprint {
    private static final int FROM = 8_000_000;
    private static final int TO = 12_000_000;
    private static final int STEP = 100_000;

    private final long baseline = usedAfterCollection();
    private final Contender contender;

    private MemoryFootprint(Contender contender) {
        this.contender = contender;
    }

    /**
     * Measures one contender.
     *
     * @param args the contender's name, {@code DEDUP} if there is none; a second argument sets the step in claims
     */
    public static void main(String[] args) {
        Contender contender = args.length > 0 ? Contender.valueOf(args[0]) : Contender.DEDUP;
        new MemoryFootprint(contender).run(args.length > 1 ? Integer.parseInt(args[1]) : STEP);
    }

    private void run(int step) {
        Claimer claimer = contender.create();
        double worst = 0;
        int worstAt = 0;
        int claims = 0;
        while (claims < TO) {
            int next = claims < FROM ? FROM : claims + step;
            fill(claimer, claims, next);
            claims = next;
            double bytes = (double) (usedAfterCollection() - baseline) / claims;
            System.out.printf("%s,%d,%.2f%n", contender, claims, bytes);
            if (bytes > worst) {
                worst = bytes;
                worstAt = claims;
            }
        }
        System.out.printf("%s: at worst %.2f bytes per claim, at %d claims%n", contender, worst, worstAt);
        if (claimer.claim(Fingerprints.at(0))) {
            throw new IllegalStateException("The first claim is gone: what was measured did not hold all claims");
        }
    }

    private void fill(Claimer claimer, int from, int to) {
        int size = contender.batchSize();
        List<Fingerprint> batch = new ArrayList<>(size);
        for (int i = from; i < to; i++) {
            batch.add(Fingerprints.at(i));
            if (batch.size() == size) {
                claimer.claimAll(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            claimer.claimAll(batch);
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

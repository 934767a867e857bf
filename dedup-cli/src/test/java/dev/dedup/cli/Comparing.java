// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.Answers;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.ForwardingStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two stores that are watched, and runs of {@code dedup compare} on them. */
abstract class Comparing {
    /** How many requests a store gets before anything is compared. */
    static final int WARM_UPS = Comparison.SINGLE_WARM_UPS + Comparison.BATCH_WARM_UPS;

    @TempDir
    Path directory;

    final List<String> calls = new ArrayList<>();
    final WatchedStore one = new WatchedStore("one", InMemoryClaimStore.create(), calls);
    final WatchedStore two = new WatchedStore("two", InMemoryClaimStore.create(), calls);
    Cli cli;
    String urlOfOne = "";
    String urlOfTwo = "";

    @BeforeEach
    void begin() {
        cli = new Cli(directory);
        urlOfOne = TestStores.put("one", one);
        urlOfTwo = TestStores.put("two", two);
    }

    /** Returns how many posts a store is asked to claim before anything is compared. */
    static int warmUpPosts(int batchSize) {
        return Comparison.SINGLE_WARM_UPS + Comparison.BATCH_WARM_UPS * batchSize;
    }

    Cli.Result compare(String... options) {
        List<String> arguments = new ArrayList<>(List.of("compare", "--store", urlOfOne, "--store", urlOfTwo));
        arguments.addAll(Arrays.asList(options));
        return cli.run(arguments.toArray(String[]::new));
    }

    /** A store whose clock runs a day ahead with every claim, and which so holds none until the next. */
    static String forgetfulStore() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        return TestStores.put(
                "forgetful",
                InMemoryClaimStore.builder()
                        .clock(() -> now.updateAndGet(instant -> instant.plus(Duration.ofDays(1))))
                        .build());
    }

    /** A store that gives every answer to every claim, right or wrong. */
    static String stubbornStore(Verdict verdict) {
        return TestStores.put("stubborn", new ForwardingStore(InMemoryClaimStore.create()) {
            @Override
            public CompletionStage<Answers<Verdict>> claim(ClaimRequest request) {
                return CompletableFuture.completedFuture(Answers.of(
                        request.fingerprints().stream().map(any -> verdict).toList()));
            }
        });
    }
}

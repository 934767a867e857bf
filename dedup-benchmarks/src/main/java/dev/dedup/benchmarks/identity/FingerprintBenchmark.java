// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import dev.dedup.identity.Fingerprint;
import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The key of one post: dedup's fingerprints against the recipe of two hexadecimal hashes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FingerprintBenchmark {
    /** Which posts: {@code ascii120}, {@code mixed280} or {@code real}. */
    @Param({"ascii120", "real", "mixed280"})
    public String posts = "";

    /** The directory of the {@code *.jsonl.gz} files that {@code real} reads in order of their names. */
    @Param("")
    public String data = "";

    private final TweetIdentity caseSpace = TweetIdentity.of("message/case-space-1");
    private final TweetIdentity exact = TweetIdentity.of("message/exact-1");
    private final TweetIdentity handleAndMessage = TweetIdentity.of("handle+message/case-space-1");
    private Tweet[] tweets = {};
    private int next;

    /** Reads or makes the posts. */
    @Setup
    public void prepare() {
        tweets = Posts.named(posts, data).toArray(Tweet[]::new);
    }

    private Tweet nextTweet() {
        Tweet tweet = tweets[next];
        next = next + 1 == tweets.length ? 0 : next + 1;
        return tweet;
    }

    /** Raw hash and cleaned hash, both in hexadecimal. */
    @Benchmark
    public void naive(Blackhole blackhole) {
        String message = nextTweet().message();
        blackhole.consume(NaiveRecipe.computeHash(message));
        blackhole.consume(NaiveRecipe.computeHash(NaiveRecipe.cleanMessage(message)));
    }

    /** The scheme that gives the same verdicts as the recipe. */
    @Benchmark
    public Fingerprint messageCaseSpace() {
        return caseSpace.fingerprint(nextTweet());
    }

    /** The same without normalising: what is left is UTF-8 and SHA-256. */
    @Benchmark
    public Fingerprint messageExact() {
        return exact.fingerprint(nextTweet());
    }

    /** Handle and message, both normalised. */
    @Benchmark
    public Fingerprint handleAndMessageCaseSpace() {
        return handleAndMessage.fingerprint(nextTweet());
    }
}

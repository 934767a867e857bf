// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dedup.Deduplicator;
import dev.dedup.LeaseBatch;
import dev.dedup.identity.Fingerprint;
import dev.dedup.memory.InMemoryClaimStore;
import dev.dedup.spi.ClaimState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Posts that others are working on are lost in no case, and repeated in none that can be helped. */
class SettlingTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryClaimStore store =
            InMemoryClaimStore.builder().clock(() -> now).build();
    private final Deduplicator<Post> ours = deduplicator();
    private final Deduplicator<Post> others = deduplicator();

    private final Deque<Runnable> whilePausing = new ArrayDeque<>();
    private final Deque<Runnable> whileWriting = new ArrayDeque<>();
    private final ByteArrayOutputStream unique = new ByteArrayOutputStream() {
        @Override
        public void flush() {
            if (!whileWriting.isEmpty()) {
                whileWriting.remove().run();
            }
        }
    };
    private final ByteArrayOutputStream duplicates = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final Tally tally = new Tally();

    private Deduplicator<Post> deduplicator() {
        return Deduplicator.<Post>forItems(store.shared(), Post::fingerprint)
                .leaseTime(LEASE)
                .build();
    }

    private Settling settling(Post... written) {
        return settling(ours, written);
    }

    private Settling settling(Deduplicator<Post> dedup, Post... written) {
        Console console = new Console(new PrintStream(messages, true, StandardCharsets.UTF_8));
        Outputs outputs = new Outputs(
                RecordWriter.toStream("unique", unique),
                RecordWriter.toStream("duplicates", duplicates),
                null,
                console);
        return new Settling(dedup, outputs, tally, console, new ScriptedPatience(), List.of(written));
    }

    /** Lets the test say what happens during a pause, and time pass with it. */
    private final class ScriptedPatience extends Patience {
        ScriptedPatience() {
            super(LEASE);
        }

        @Override
        long nanoTime() {
            return now == null ? 0 : Duration.between(Instant.EPOCH, now).toNanos();
        }

        @Override
        void sleep(Duration time) {
            pass(time);
            if (!whilePausing.isEmpty()) {
                whilePausing.remove().run();
            }
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static Post post(String text, int identity) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Post.of(new RawRecord("f", 1, bytes, 0, bytes.length), Fingerprint.of(identity, identity));
    }

    private static List<Post> posts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> post("p" + i, i)).toList();
    }

    private static List<String> lines(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void repeatsInOneBatchAreDuplicates() throws InterruptedException {
        Settling settling = settling();

        settling.settle(List.of(post("a1", 1), post("b", 2), post("a2", 1), post("a3", 1)));
        settling.finish();

        assertThat(lines(unique)).containsExactly("a1", "b");
        assertThat(lines(duplicates)).containsExactly("a2", "a3");
        assertThat(tally.unique()).isEqualTo(2);
        assertThat(tally.duplicate()).isEqualTo(2);
    }

    @Test
    void postThatTheOtherConfirmsIsADuplicate() throws InterruptedException {
        LeaseBatch<Post> theirs = others.tryLeaseAll(posts(1, 2));
        whilePausing.add(() -> {});
        whilePausing.add(theirs::confirm);
        Settling settling = settling();

        settling.settle(posts(0, 3));
        assertThat(lines(unique)).containsExactly("p0", "p2");
        settling.finish();

        assertThat(lines(unique)).containsExactly("p0", "p2");
        assertThat(lines(duplicates)).containsExactly("p1");
    }

    @Test
    void postThatTheOtherLetsLapseIsOurs() throws InterruptedException {
        others.tryLeaseAll(posts(1, 2));
        Settling settling = settling();

        settling.settle(posts(0, 3));
        settling.finish();

        assertThat(lines(unique)).containsExactly("p0", "p2", "p1");
        assertThat(lines(duplicates)).isEmpty();
        assertThat(tally.unique()).isEqualTo(3);
    }

    @Test
    void firstOfEqualPostsWinsAlsoAfterAWait() throws InterruptedException {
        LeaseBatch<Post> theirs = others.tryLeaseAll(posts(1, 2));
        Settling settling = settling();

        settling.settle(List.of(post("first", 1), post("second", 1)));
        theirs.release();
        settling.settle(List.of(post("third", 1), post("other", 9)));
        settling.finish();

        assertThat(lines(unique)).containsExactly("other", "first");
        assertThat(lines(duplicates)).containsExactly("second", "third");
    }

    @Test
    void postsInFlightAreAskedForAgainOnceALeaseTimeDuringTheRun() throws InterruptedException {
        others.tryLeaseAll(posts(1, 2));
        Settling settling = settling();

        settling.settle(posts(1, 2));
        pass(LEASE.plusSeconds(2));
        settling.settle(posts(5, 6));

        assertThat(lines(unique)).containsExactly("p1", "p5");
    }

    @Test
    void postsInFlightAreNotAskedForWithEveryBatch() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Deduplicator<Post> counting = Deduplicator.<Post>forItems(store.shared(), post -> {
                    asked.addAndGet(post.fingerprint().equals(Fingerprint.of(1, 1)) ? 1 : 0);
                    return post.fingerprint();
                })
                .build();
        Settling settling = settling(counting);
        LeaseBatch<Post> theirs = others.tryLeaseAll(posts(1, 2));
        settling.settle(posts(1, 2));
        pass(LEASE.minusSeconds(1));
        theirs.leases().get(0).extend(LEASE);
        pass(Duration.ofSeconds(10));

        for (int i = 10; i < 30; i++) {
            settling.settle(posts(i, i + 1));
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void postsThatNobodySettlesEndTheRunUnwritten() throws InterruptedException {
        LeaseBatch<Post> theirs = others.tryLeaseAll(posts(1, 2));
        for (int i = 0; i < 100; i++) {
            whilePausing.add(() -> theirs.leases().forEach(lease -> lease.extend(LEASE)));
        }
        Settling settling = settling();
        settling.settle(posts(0, 3));

        assertThatThrownBy(settling::finish)
                .isInstanceOfSatisfying(
                        RunException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STORE))
                .hasMessageContaining("1 posts are still leased by others after the lease time of 60 s")
                .hasMessageContaining("--append");
        assertThat(lines(unique)).containsExactly("p0", "p2");
        assertThat(lines(duplicates)).isEmpty();
    }

    @Test
    void keptPostsAreBounded() throws InterruptedException {
        List<Post> many = posts(0, 10_000);
        LeaseBatch<Post> theirs = others.tryLeaseAll(many);
        List<String> atPause = new ArrayList<>();
        whilePausing.add(() -> {
            atPause.addAll(lines(unique));
            theirs.confirm();
        });
        Settling settling = settling();

        settling.settle(many);

        assertThat(atPause).isEmpty();
        assertThat(lines(duplicates)).hasSize(10_000);
    }

    @Test
    void postIsConfirmedOnlyOnceItIsWritten() throws InterruptedException {
        List<ClaimState> states = new ArrayList<>();
        whileWriting.add(() -> {
            assertThat(lines(unique)).containsExactly("p0");
            states.add(others.lookup(post("p0", 0)).orElseThrow().state());
        });

        settling().settle(posts(0, 1));

        states.add(others.lookup(post("p0", 0)).orElseThrow().state());
        assertThat(states).containsExactly(ClaimState.LEASED, ClaimState.CONFIRMED);
    }

    @Test
    void leaseThatLapsesWhileWritingIsClaimedAgain() throws InterruptedException {
        whileWriting.add(() -> pass(LEASE.plusSeconds(1)));
        Settling settling = settling();

        settling.settle(posts(0, 3));
        settling.settle(posts(0, 3));

        assertThat(lines(unique)).containsExactly("p0", "p1", "p2");
        assertThat(lines(duplicates)).containsExactly("p0", "p1", "p2");
        assertThat(tally.repeated()).isZero();
        assertThat(messages.size()).isZero();
    }

    @Test
    void leaseThatIsLostToAnotherIsToldAsAPossibleRepeat() throws InterruptedException {
        whileWriting.add(() -> {
            pass(LEASE.plusSeconds(1));
            assertThat(others.tryClaim(post("theirs", 1))).isTrue();
        });
        Settling settling = settling();

        settling.settle(posts(0, 3));

        assertThat(lines(unique)).containsExactly("p0", "p1", "p2");
        assertThat(tally.unique()).isEqualTo(3);
        assertThat(tally.repeated()).isEqualTo(1);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("1 posts took longer", "--lease-time");
    }

    @Test
    void postThatTheOutputHoldsIsClaimedWithoutBeingWrittenAgain() throws InterruptedException {
        others.tryLeaseAll(posts(1, 2));
        Settling settling = settling(post("p1", 1).asWritten());

        settling.settle(posts(0, 3));
        settling.finish();

        assertThat(lines(unique)).containsExactly("p0", "p2");
        assertThat(lines(duplicates)).containsExactly("p1");
        assertThat(tally.unique()).isEqualTo(2);
        assertThat(others.tryClaim(post("p1", 1))).isFalse();
    }

    @Test
    void postsThatCannotBeWrittenAreGivenBackAtOnce() {
        RunException full = RunException.files("the device is full", null);
        whileWriting.add(() -> {
            throw full;
        });
        Settling settling = settling();

        assertThatThrownBy(() -> settling.settle(posts(0, 3))).isSameAs(full);

        assertThat(others.tryClaimAll(posts(0, 3)).claimed()).hasSize(3);
        assertThat(tally.unique()).isZero();
    }

    @Test
    void failureToGiveBackDoesNotHideWhyNothingWasWritten() {
        RunException full = RunException.files("the device is full", null);
        whileWriting.add(() -> {
            ours.close();
            throw full;
        });
        Settling settling = settling();

        assertThatThrownBy(() -> settling.settle(posts(0, 3))).isSameAs(full);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What goes out to a server, and what was given up before it could. */
class BatchUnpackerTest {
    @AutoClose("finishAndReleaseAll")
    private final EmbeddedChannel channel = new EmbeddedChannel(new BatchUnpacker(new SilenceHandler()));

    private final List<KeyCommand<?>> sent = new ArrayList<>();

    @Test
    void aCommandOfARequestThatIsUnderWayGoesOut() {
        request(1, Duration.ofMinutes(1));

        channel.writeOutbound(sent.get(0), new Unknowing(sent.get(0)));

        assertThat(channel.outboundMessages()).hasSize(2);
    }

    @Test
    void aCommandThatWasGivenUpDoesNotGoOutInAWrapperEither() {
        request(1, Duration.ofMillis(1));

        for (Object message :
                List.of(sent.get(0), new Unknowing(sent.get(0)), new Unknowing(new Unknowing(sent.get(0))))) {
            assertDropped(message);
        }
    }

    @Test
    void aBatchThatWasGivenUpDoesNotGoOutAndHoldsNothing() {
        request(3, Duration.ofMinutes(1));
        KeyBatch batch = KeyBatch.of(sent);
        assertThat(batch.unanswered()).hasSize(3);
        sent.forEach(KeyCommand::cancel);

        assertDropped(batch);
        assertThat(batch).hasToString("0 × SET");
        assertThat(batch.isDone()).isTrue();
    }

    private void assertDropped(Object message) {
        ChannelFuture written = channel.writeOneOutbound(message);
        channel.flushOutbound();

        assertThat(written.isSuccess()).isTrue();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    /** Makes a request's commands; returns when it is over if its time is short. */
    private void request(int keys, Duration timeLeft) {
        ClaimRequest request =
                new ClaimRequest(Posts.fresh(keys), ClaimToken.random(), CONFIRMED, Asker.HOLD, timeLeft);
        var answers = new KeyRequest<Verdict>(
                        new Operations(KeyPrefix.DEFAULT).claim(request),
                        request.fingerprints(),
                        KeyPrefix.DEFAULT,
                        new NoLink(sent),
                        new Failures("nowhere", Optional::empty),
                        RequestQueue.unbounded())
                .send(timeLeft);
        if (timeLeft.toSeconds() == 0) {
            answers.join();
        }
    }

    /** Like a cluster's command, which is done only when it was answered itself. */
    private static final class Unknowing extends CommandWrapper<byte[], byte[], Void> {
        Unknowing(RedisCommand<byte[], byte[], Void> command) {
            super(command);
        }

        @Override
        public boolean isDone() {
            return false;
        }
    }

    /** Leads nowhere and keeps what it was given. */
    private record NoLink(List<KeyCommand<?>> sent) implements Link {
        @Override
        public void send(List<? extends KeyCommand<?>> commands) {
            sent.addAll(commands);
        }

        @Override
        public void follow(KeyCommand<?> command) {
            sent.add(command);
        }

        @Override
        public void refused(String error) {
            throw new AssertionError(error);
        }

        @Override
        public List<ServerInfo> infos(String section) {
            return List.of();
        }

        @Override
        public void close() {
            sent.clear();
        }
    }
}

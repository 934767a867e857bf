// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dedup.spi.ClaimRecord;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.Verdict;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The five operations of a store with one key prefix. */
final class Operations {
    /** What a server says of the expiry of a key that is not there. */
    private static final long GONE = -2;

    private final byte[] prefix;
    private final Operation<Optional<ClaimRecord>> lookup;
    private final Operation<Boolean> forget;

    Operations(KeyPrefix prefix) {
        this.prefix = prefix.bytes();
        this.lookup = script("lookup", Script.LOOKUP, List.of(), Operations::toRecord);
        this.forget = script("forget", Script.FORGET, List.of(), Operations::isDone);
    }

    Operation<Verdict> claim(ClaimRequest request) {
        ClaimToken token = request.token();
        List<byte[]> words = new ArrayList<>();
        words.add(new HeldValue(request.state(), token).toBytes());
        words.add(word("NX"));
        words.add(word("GET"));
        if (!request.isForever()) {
            words.add(word("PX"));
            words.add(timeToLive(request));
        }
        CommandFrame frame = new CommandFrame(List.of(word("SET")), prefix, words);
        return new Operation<>("claim", CommandType.SET, frame, null, (held, none, nothing) -> toVerdict(held, token));
    }

    Operation<Boolean> renew(ClaimRequest request) {
        byte[] token = confirmed(request.token());
        byte[] value = new HeldValue(request.state(), request.token()).toBytes();
        byte[] hold = request.isForever() ? new byte[0] : timeToLive(request);
        return script("renew", Script.RENEW, List.of(token, value, hold), Operations::isDone);
    }

    Operation<Boolean> release(ClaimToken token) {
        return script("release", Script.RELEASE, List.of(confirmed(token)), Operations::isDone);
    }

    Operation<Optional<ClaimRecord>> lookup() {
        return lookup;
    }

    Operation<Boolean> forget() {
        return forget;
    }

    private <V> Operation<V> script(String name, Script script, List<byte[]> arguments, Operation.Meaning<V> meaning) {
        CommandFrame known = new CommandFrame(List.of(word("EVALSHA"), script.digest(), word("1")), prefix, arguments);
        CommandFrame withText = new CommandFrame(List.of(word("EVAL"), script.text(), word("1")), prefix, arguments);
        return new Operation<>(name, CommandType.EVALSHA, known, withText, meaning);
    }

    /** {@code SET … NX GET} answers with what it found, and with nothing when it wrote. */
    private static Verdict toVerdict(byte @Nullable [] found, ClaimToken token) throws ForeignValueException {
        if (found == null) {
            return Verdict.CLAIMED;
        }
        HeldValue held = HeldValue.parse(found);
        if (held.isHeldBy(token)) {
            return Verdict.CLAIMED;
        }
        return held.state() == ClaimState.LEASED ? Verdict.IN_FLIGHT : Verdict.DUPLICATE;
    }

    /** A script answers 1 if it did what was asked, nothing if there is no claim, and otherwise with what it found. */
    private static Boolean isDone(byte @Nullable [] found, @Nullable Long number, @Nullable Long none)
            throws ForeignValueException {
        if (found != null) {
            HeldValue.parse(found);
        }
        return number != null && number == 1;
    }

    /** The part of a millisecond that has passed is not known, so that in which the server still holds the key is not counted as left. */
    private static Optional<ClaimRecord> toRecord(
            byte @Nullable [] found, @Nullable Long expireTime, @Nullable Long timeToLive)
            throws ForeignValueException {
        if (found == null || expireTime == null || timeToLive == null || Math.min(expireTime, timeToLive) == GONE) {
            return Optional.empty();
        }
        HeldValue held = HeldValue.parse(found);
        return Optional.of(new ClaimRecord(
                held.state(),
                held.token(),
                notNegative(expireTime).map(last -> Instant.ofEpochMilli(last + 1)),
                notNegative(timeToLive).map(Duration::ofMillis)));
    }

    private static Optional<Long> notNegative(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(millis);
    }

    /**
     * The time to live for a hold. A server still holds a key in the millisecond of its expiry, and a claim is free from that
     * millisecond on, so it is one less; but a server takes no zero, and holds one millisecond for up to two.
     */
    private static byte[] timeToLive(ClaimRequest request) {
        return word(Long.toString(Math.max(1, request.hold().toMillis() - 1)));
    }

    private static byte[] confirmed(ClaimToken token) {
        return new HeldValue(ClaimState.CONFIRMED, token).toBytes();
    }

    private static byte[] word(String text) {
        return text.getBytes(US_ASCII);
    }
}

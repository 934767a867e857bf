// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.TweetIdentity;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets the refusal of an option's value come out in its own words. */
final class Converters {
    private Converters() {}

    private static <T> T convert(String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Reads the name of an identity. */
    static final class OfIdentity implements ITypeConverter<TweetIdentity> {
        @Override
        public TweetIdentity convert(String value) {
            return Converters.convert(value, TweetIdentity::of);
        }
    }

    /** Reads an amount of bytes. */
    static final class OfByteSize implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return Converters.convert(value, ByteSizes::parse);
        }
    }

    /** Reads a retention. */
    static final class OfRetention implements ITypeConverter<Retention> {
        @Override
        public Retention convert(String value) {
            return Converters.convert(value, Retention::parse);
        }
    }

    /** Reads a duration. */
    static final class OfDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Converters.convert(value, text -> Durations.parse(text, ""));
        }
    }
}

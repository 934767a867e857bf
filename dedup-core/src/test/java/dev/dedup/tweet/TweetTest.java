// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TweetTest {
    private static final Instant POSTED = Instant.parse("2024-12-01T10:00:00Z");

    private static Tweet.Builder full() {
        return Tweet.builder()
                .handle("@johnd")
                .message("Hello world!")
                .id("9007199254740993")
                .name("John Doe")
                .hoursAgo(2.5)
                .postedAt(POSTED)
                .attribute("source", "page 1")
                .attribute("language", "en");
    }

    @Test
    void keepsWhatItWasGiven() {
        Tweet tweet = full().build();
        assertThat(tweet.handle()).isEqualTo("@johnd");
        assertThat(tweet.message()).isEqualTo("Hello world!");
        assertThat(tweet.id()).contains("9007199254740993");
        assertThat(tweet.name()).contains("John Doe");
        assertThat(tweet.hoursAgo()).hasValue(2.5);
        assertThat(tweet.postedAt()).contains(POSTED);
        assertThat(tweet.attributes().keySet()).containsExactly("source", "language");
        assertThat(tweet.attributes()).containsEntry("source", "page 1");
    }

    @Test
    void allButHandleAndMessageIsOptional() {
        Tweet tweet = Tweet.of("johnd", "Hello");
        assertThat(tweet.id()).isEmpty();
        assertThat(tweet.name()).isEmpty();
        assertThat(tweet.hoursAgo()).isEmpty();
        assertThat(tweet.postedAt()).isEmpty();
        assertThat(tweet.attributes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u00A0", "\u0085\u3000"})
    void rejectsABlankHandle(String handle) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tweet.of(handle, "Hello"))
                .withMessageContainingAll("handle is blank", handle.length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0"})
    void takesABlankMessage(String message) {
        assertThat(Tweet.of("@x", message).message()).isEqualTo(message);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsAMissingOrNullHandleOrMessage() {
        assertThatNullPointerException()
                .isThrownBy(() -> Tweet.of(null, "Hello"))
                .withMessageContaining("handle is missing or null");
        assertThatNullPointerException()
                .isThrownBy(() -> Tweet.of("@x", null))
                .withMessageContaining("message is missing or null");
        assertThatNullPointerException()
                .isThrownBy(() -> Tweet.builder().message("Hello").build())
                .withMessageContaining("handle is missing or null");
        assertThatNullPointerException()
                .isThrownBy(() -> Tweet.builder().handle("@x").build())
                .withMessageContaining("message is missing or null");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\u3000"})
    void takesABlankIdAsNone(String id) {
        assertThat(full().id(id).build().id()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void rejectsAnAgeThatIsNoNumber(double hoursAgo) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tweet.builder().hoursAgo(hoursAgo))
                .withMessageContainingAll(hoursAgo + " hours", "finite");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsANullAttribute() {
        assertThatNullPointerException().isThrownBy(() -> full().attribute(null, "value"));
        assertThatNullPointerException().isThrownBy(() -> full().attribute("key", null));
    }

    @Test
    void isEqualOverAllFields() {
        Tweet tweet = full().build();
        assertThat(tweet).isEqualTo(full().build()).hasSameHashCodeAs(full().build());
        List<UnaryOperator<Tweet.Builder>> changes = List.of(
                b -> b.handle("@johne"),
                b -> b.message("Hello World!"),
                b -> b.id("1"),
                b -> b.name(null),
                b -> b.hoursAgo(3),
                b -> b.postedAt(null),
                b -> b.attribute("source", "page 2"));
        for (UnaryOperator<Tweet.Builder> change : changes) {
            assertThat(change.apply(full()).build()).isNotEqualTo(tweet);
        }
        assertThat(tweet).isNotEqualTo(null).isNotEqualTo("@johnd");
    }

    @Test
    void doesNotChangeWithItsBuilderOrItsMap() {
        Tweet.Builder builder = full();
        Tweet tweet = builder.build();
        builder.message("changed").attribute("later", "1");
        assertThat(tweet).isEqualTo(full().build());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> tweet.attributes().put("a", "b"));
    }

    @Test
    void saysNothingOfTheTextInALog() {
        assertThat(full().build()).hasToString("Tweet[handle=@johnd, message of 12 characters]");
        assertThat(Tweet.of("a\nERROR forged", "x").toString())
                .isEqualTo("Tweet[handle=a?ERROR forged, message of 1 characters]");
        assertThat(Tweet.of("A post in the wrong column. ".repeat(9), "").toString())
                .isEqualTo("Tweet[handle=(252 characters), message of 0 characters]");
    }
}

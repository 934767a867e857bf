// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import dev.dedup.identity.ReferenceIdentity;
import dev.dedup.identity.TextNormalizer;
import dev.dedup.tweet.TweetIdentity.Explanation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TweetIdentityTest {
    private static final String BOTH = "handle+message/case-space-1";
    private static final String MESSAGE = "message/case-space-1";

    private static Tweet blank(String handle, String message, String id) {
        return Tweet.builder().handle(handle).message(message).id(id).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handle+message/exact-1",
                "handle+message/case-space-1",
                "message/exact-1",
                "message/case-space-1",
                "id/exact-1"
            })
    void isFoundByItsName(String scheme) {
        assertThat(TweetIdentity.of(scheme).scheme()).isEqualTo(scheme);
        assertThat(TweetIdentity.of(scheme)).hasToString(scheme);
    }

    @Test
    void idIsShortForTheOnlySchemeOfIds() {
        assertThat(TweetIdentity.of("id").scheme()).isEqualTo("id/exact-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "message",
                "handle+message",
                "id/case-space-1",
                "message/exact-2",
                "Message/exact-1",
                "message/"
            })
    void anUnknownNameIsAnErrorThatListsTheKnownOnes(String scheme) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TweetIdentity.of(scheme))
                .withMessageContainingAll(
                        "\"" + scheme + "\"",
                        "handle+message/exact-1",
                        "handle+message/case-space-1",
                        "message/exact-1",
                        "message/case-space-1",
                        "id/exact-1");
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> TweetIdentity.of(null));
        assertThatNullPointerException().isThrownBy(() -> TweetIdentity.id().fingerprint(null));
        assertThatNullPointerException().isThrownBy(() -> TweetIdentity.id().explain(null));
    }

    @Test
    void aTweetWithoutIdHasNoFingerprintById() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TweetIdentity.id().fingerprint(Tweet.of("@x", "secret text")))
                .withMessageContainingAll("@x", "has no id", "handle+message/exact-1")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TweetIdentity.id().explain(Tweet.of("@x", "secret text")));
    }

    @ParameterizedTest
    @CsvSource({"message/exact-1, ''", "message/case-space-1, ''", "message/case-space-1, ' \u00A0'"})
    void aBlankMessageFallsBackOnTheId(String scheme, String message) {
        Explanation explanation = TweetIdentity.of(scheme).explain(blank("@x", message, "42"));
        assertThat(explanation.scheme()).isEqualTo("id/exact-1");
        assertThat(explanation.normalized()).containsExactly(entry("id", "42"));
        assertThat(explanation.fingerprint()).isEqualTo(TweetIdentity.id().fingerprint(blank("@y", "other", "42")));
    }

    @Test
    void aBlankMessageWithoutIdFallsBackOnHandleAndMessage() {
        Tweet tweet = Tweet.of(" @X", "\t");
        Explanation explanation = TweetIdentity.of(MESSAGE).explain(tweet);
        assertThat(explanation.scheme()).isEqualTo(BOTH);
        assertThat(explanation.normalized()).containsExactly(entry("handle", "x"), entry("message", ""));
        assertThat(explanation.fingerprint())
                .isEqualTo(TweetIdentity.of(BOTH).fingerprint(tweet))
                .isEqualTo(TweetIdentity.of(MESSAGE).fingerprint(tweet))
                .isNotEqualTo(TweetIdentity.of(MESSAGE).fingerprint(Tweet.of("@y", "\t")));
    }

    @Test
    void blankIsWhatTheNormaliserLeavesNothingOf() {
        Tweet space = blank("@x", " ", "42");
        assertThat(TweetIdentity.of("message/exact-1").explain(space).scheme()).isEqualTo("message/exact-1");
    }

    @Test
    void otherSchemesTakeABlankMessageAsItIs() {
        Explanation explanation = TweetIdentity.of(BOTH).explain(blank("@x", " ", "42"));
        assertThat(explanation.scheme()).isEqualTo(BOTH);
    }

    @Test
    void explainsTheTextsThatWereHashed() {
        Tweet tweet = Tweet.of("@JohnD", " Hello\tWORLD ");
        Explanation explanation = TweetIdentity.of(BOTH).explain(tweet);
        assertThat(explanation.normalized()).containsExactly(entry("handle", "johnd"), entry("message", "hello world"));
        assertThat(explanation.fingerprint().toHex())
                .isEqualTo(ReferenceIdentity.fingerprint(BOTH, List.of("johnd", "hello world")));

        Explanation exact = TweetIdentity.of("handle+message/exact-1").explain(tweet);
        assertThat(exact.normalized()).containsExactly(entry("handle", "@JohnD"), entry("message", " Hello\tWORLD "));
    }

    @Test
    void anExplanationIsImmutableAndKeepsTheTextOutOfItsName() {
        Explanation explanation = TweetIdentity.of(MESSAGE).explain(Tweet.of("@x", "secret text"));
        assertThat(explanation.toString())
                .contains(MESSAGE, explanation.fingerprint().toHex())
                .doesNotContain("secret");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> explanation.normalized().put("a", "b"));
    }

    @Test
    void takesANormaliserOfTheUsersOwn() {
        TextNormalizer firstLetter = new TextNormalizer() {
            @Override
            public String id() {
                return "first-letter-1";
            }

            @Override
            public String normalize(String text) {
                return text.isEmpty() ? "" : text.substring(0, 1);
            }
        };
        Tweet tweet = Tweet.of("@x", "Hello");
        assertThat(TweetIdentity.message(firstLetter).fingerprint(tweet).toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("message/first-letter-1", List.of("H")));
        assertThat(TweetIdentity.handleAndMessage(firstLetter)
                        .fingerprint(tweet)
                        .toHex())
                .isEqualTo(ReferenceIdentity.fingerprint("handle+message/first-letter-1", List.of("@", "H")));
    }
}

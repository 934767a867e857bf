// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dedup.identity.Fingerprinter;
import dev.dedup.identity.TextField;
import dev.dedup.identity.TextNormalizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorsTest {
    private record Post(String handle, String message) {}

    static Stream<Vector> ofTweets() {
        return Vector.all().stream().filter(vector -> !vector.hasBlankHandle());
    }

    static Stream<Vector> withBlankHandles() {
        return Vector.all().stream().filter(Vector::hasBlankHandle);
    }

    @Test
    void noneIsLeftOut() {
        assertThat(ofTweets()).hasSize(210);
        assertThat(withBlankHandles()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource
    void ofTweets(Vector vector) {
        assertThat(TweetIdentity.of(vector.scheme()).fingerprint(vector.tweet()).toHex())
                .isEqualTo(vector.fingerprint());
    }

    @ParameterizedTest
    @MethodSource
    void withBlankHandles(Vector vector) {
        String[] scheme = vector.scheme().split("/", -1);
        TextNormalizer normalizer = TextNormalizer.named(scheme[1]);
        TextField<Post> handle = new TextField<>(Post::handle, normalizer.forHandles());
        TextField<Post> message = new TextField<>(Post::message, normalizer);
        List<TextField<Post>> fields = scheme[0].equals("message") ? List.of(message) : List.of(handle, message);

        Post post = new Post(vector.text("handle"), vector.text("message"));
        assertThat(Fingerprinter.of(vector.scheme(), fields).fingerprint(post).toHex())
                .isEqualTo(vector.fingerprint());
    }
}

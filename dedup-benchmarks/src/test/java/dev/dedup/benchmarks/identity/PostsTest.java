// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.benchmarks.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dedup.tweet.Tweet;
import dev.dedup.tweet.TweetIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostsTest {
    @Test
    void madePostsHaveTheLengthAndTheScriptsOfTheirName() {
        assertThat(Posts.named("ascii120", ""))
                .hasSize(1000)
                .allMatch(tweet -> tweet.message().length() == 120)
                .allMatch(tweet -> tweet.message().chars().allMatch(c -> c < 0x80));
        assertThat(Posts.named("mixed280", ""))
                .hasSize(1000)
                .allMatch(tweet -> tweet.message().length() == 280)
                .allMatch(tweet -> tweet.message().getBytes(UTF_8).length > 400);
    }

    @Test
    void bothSidesOfTheComparisonFindTheSameDuplicates() {
        TweetIdentity identity = TweetIdentity.of("message/case-space-1");
        List<Tweet> tweets = Posts.named("ascii120", "");
        Tweet first = tweets.get(0);
        Tweet shouted = Tweet.of("@x", "  " + first.message().toUpperCase(Locale.ROOT));
        assertThat(NaiveRecipe.cleanMessage(shouted.message()).strip())
                .isEqualTo(NaiveRecipe.cleanMessage(first.message()).strip());
        assertThat(identity.fingerprint(shouted)).isEqualTo(identity.fingerprint(first));
        assertThat(NaiveRecipe.computeHash("")).startsWith("e3b0c44298fc1c14").hasSize(64);
    }

    @Test
    void readsRealPostsInFileOrder(@TempDir Path directory) throws IOException {
        write(directory.resolve("b.jsonl.gz"), "{\"handle\":\"@b\",\"message\":\"second\",\"name\":null}\n");
        write(
                directory.resolve("a.jsonl.gz"),
                "{\"handle\":\"@a\",\"message\":\"\"}\n{\"message\":\"x\",\"handle\":\"@c\"}\n");
        Files.writeString(directory.resolve("README.md"), "not posts");
        assertThat(Posts.named("real", directory.toString()))
                .containsExactly(Tweet.of("@a", ""), Tweet.of("@c", "x"), Tweet.of("@b", "second"));
    }

    private static void write(Path file, String lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines.getBytes(UTF_8));
        }
    }

    @Test
    void saysHowToNameTheDirectoryOfRealPosts(@TempDir Path empty) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Posts.named("real", ""))
                .withMessageContaining("-p data=DIRECTORY");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Posts.named("real", empty.toString()))
                .withMessageContainingAll(empty.toString(), "no *.jsonl.gz file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Posts.named("ascii", ""))
                .withMessageContaining("ascii120, mixed280 or real");
    }
}

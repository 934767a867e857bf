// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import static dev.dedup.spi.ClaimState.CONFIRMED;
import static dev.dedup.spi.ClaimState.LEASED;
import static dev.dedup.spi.Verdict.CLAIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimRequest;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import dev.dedup.spi.StoreException;
import dev.dedup.tck.ManualClock;
import dev.dedup.testservers.claims.Asker;
import dev.dedup.testservers.claims.Posts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is stored, attribute by attribute, and what is met that was not stored by this version. */
class LayoutTest {
    private static final String TABLE = Local.table();
    private static final ClaimToken TOKEN = new ClaimToken(-42);

    /** What the service adds to the bytes of an attribute's value: its name, of one letter here. */
    private static final int NAME = 1;

    private final Fingerprint post = Posts.fresh();
    private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(1_700_000_000_001L));

    @AutoClose
    private final DynamoDbClaimStore store = Local.builder(TABLE).clock(clock).build();

    private final Asker mine = new Asker(store, TOKEN, Duration.ofSeconds(10));

    @Test
    void confirmedClaim() {
        mine.claim(List.of(post), CONFIRMED, Duration.ofSeconds(10));

        assertThat(stored()).isEqualTo(item("C", 1_700_000_010_001L, 1_700_000_011L));
    }

    @Test
    void lease() {
        mine.claim(List.of(post), LEASED, Duration.ofMillis(999));

        assertThat(stored())
                .as("the second that begins when it ends")
                .isEqualTo(item("L", 1_700_000_001_000L, 1_700_000_001L));
    }

    @Test
    void claimWithoutAnEnd() {
        mine.claim(List.of(post), CONFIRMED, ClaimRequest.FOREVER);

        assertThat(stored()).isEqualTo(Map.of("k", key(), "v", fromN("1"), "t", fromN("-42"), "s", fromS("C")));
    }

    @Test
    void renewalWithAndWithoutAnEnd() {
        mine.lease(post);
        renew(CONFIRMED, ClaimRequest.FOREVER);
        assertThat(stored()).containsOnlyKeys("k", "v", "t", "s");
        renew(CONFIRMED, Duration.ofMillis(1));
        assertThat(stored()).isEqualTo(item("C", 1_700_000_000_002L, 1_700_000_001L));
    }

    @Test
    void itemIsWellBelowAWriteUnit() {
        long size = stored(new Asker(store), post).values().stream()
                .mapToInt(LayoutTest::size)
                .sum();

        assertThat(size)
                .as("bytes of an item, of 1,024 that one write unit pays for")
                .isLessThan(100);
    }

    static Stream<Map<String, AttributeValue>> itemsOfSomebodyElse() {
        return Stream.of(
                Map.of(),
                Map.of("v", fromS("one")),
                Map.of("v", fromN("1")),
                Map.of("v", fromN("1"), "t", fromS("mine"), "s", fromS("C")),
                Map.of("v", fromN("1"), "t", fromN("1.5"), "s", fromS("C")),
                Map.of("v", fromN("1"), "t", fromN("1"), "s", fromS("X")));
    }

    @ParameterizedTest
    @MethodSource("itemsOfSomebodyElse")
    void itemThatIsNoClaimIsNoVerdict(Map<String, AttributeValue> attributes) {
        put(attributes);

        assertThat(mine.failureOfClaim(post))
                .hasMessageContainingAll(post.toString(), "something else writes to this table", TABLE)
                .returns(false, StoreException::isRetryable);
        assertThat(stored()).as("what is left as it was").containsAllEntriesOf(attributes);
    }

    @Test
    void newerLayoutIsAnErrorThatNamesBoth() {
        Map<String, AttributeValue> newer = new HashMap<>(item("C", 1, 1));
        newer.put("v", fromN("2"));
        put(newer);

        assertThat(mine.failuresOfEveryOperation(post))
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("the item has record layout 2, and this version of dedup knows 1")
                        .returns(false, StoreException::isRetryable));
        assertThat(stored()).isEqualTo(newer);
    }

    @Test
    void strangeItemConcernsItsOwnPostAlone() {
        put(Map.of());
        List<Fingerprint> posts = List.of(Posts.fresh(), post, Posts.fresh());

        var answers = mine.claim(posts, CONFIRMED, Asker.HOLD);

        assertThat(answers.value(0)).isEqualTo(CLAIMED);
        assertThat(answers.failure(1)).isNotNull();
        assertThat(answers.value(2)).isEqualTo(CLAIMED);
    }

    @Property
    void serviceNeverDeletesWhatIsHeld(@ForAll @LongRange(min = 1, max = 1L << 62) long expiresAt) {
        Long second = new ClaimItem(Fingerprint.of(1, 2), TOKEN, CONFIRMED, expiresAt).deletableFrom();

        assertThat(Math.multiplyExact(Objects.requireNonNull(second), 1_000L)).isBetween(expiresAt, expiresAt + 999);
    }

    private void renew(ClaimState state, Duration hold) {
        store.renew(new ClaimRequest(List.of(post), TOKEN, state, hold, Duration.ofSeconds(10)))
                .toCompletableFuture()
                .join();
    }

    private Map<String, AttributeValue> item(String state, long expiresAt, long deletableFrom) {
        return Map.of(
                "k", key(),
                "v", fromN("1"),
                "t", fromN("-42"),
                "s", fromS(state),
                "e", fromN(Long.toString(expiresAt)),
                "x", fromN(Long.toString(deletableFrom)));
    }

    private AttributeValue key() {
        return fromB(SdkBytes.fromByteArray(post.toBytes()));
    }

    private Map<String, AttributeValue> stored() {
        return Local.stored(TABLE, ItemLayout.key(post));
    }

    private Map<String, AttributeValue> stored(Asker asker, Fingerprint claimed) {
        asker.claim(claimed);
        return stored();
    }

    private void put(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> whole = new HashMap<>(attributes);
        whole.put("k", key());
        Local.CLIENT.putItem(request -> request.tableName(TABLE).item(whole)).join();
    }

    /** As the service counts: a number takes a byte for two digits, and one or two more. */
    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case B -> NAME + value.b().asByteArray().length;
            case S -> NAME + value.s().length();
            default -> NAME + value.n().length() / 2 + 2;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.dynamodb;

import dev.dedup.identity.Fingerprint;
import dev.dedup.spi.ClaimState;
import dev.dedup.spi.ClaimToken;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Record layout 1: what the attributes of an item are called and hold. */
final class ItemLayout {
    static final long VERSION = 1;

    static final String KEY = "k";
    static final String LAYOUT = "v";
    static final String TOKEN = "t";
    static final String STATE = "s";
    static final String EXPIRES_AT = "e";
    static final String DELETABLE_FROM = "x";

    private static final String LEASED = "L";
    private static final String CONFIRMED = "C";

    private static final TableSchema<ClaimItem> SCHEMA = StaticImmutableTableSchema.builder(
                    ClaimItem.class, Parts.class)
            .newItemBuilder(Parts::new, Parts::item)
            .addAttribute(
                    SdkBytes.class,
                    a -> a.name(KEY)
                            .tags(StaticAttributeTags.primaryPartitionKey())
                            .getter(item -> SdkBytes.fromByteArrayUnsafe(
                                    item.fingerprint().toBytes()))
                            .setter((parts, value) -> parts.key = value))
            .addAttribute(
                    Long.class, a -> a.name(LAYOUT).getter(item -> VERSION).setter((parts, value) -> {}))
            .addAttribute(
                    Long.class,
                    a -> a.name(TOKEN)
                            .getter(item -> item.token().value())
                            .setter((parts, value) -> parts.token = value))
            .addAttribute(
                    String.class,
                    a -> a.name(STATE).getter(item -> text(item.state())).setter((parts, value) -> parts.state = value))
            .addAttribute(
                    Long.class,
                    a -> a.name(EXPIRES_AT)
                            .getter(ClaimItem::expiresAt)
                            .setter((parts, value) -> parts.expiresAt = value))
            .addAttribute(
                    Long.class,
                    a -> a.name(DELETABLE_FROM).getter(ClaimItem::deletableFrom).setter((parts, value) -> {}))
            .build();

    private ItemLayout() {}

    static Map<String, AttributeValue> attributes(ClaimItem item) {
        return SCHEMA.itemToMap(item, true);
    }

    static Map<String, AttributeValue> key(Fingerprint fingerprint) {
        return Map.of(KEY, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(fingerprint.toBytes())));
    }

    /** The key of an item of the table, which only takes such as have a key of this type. */
    static Fingerprint fingerprint(Map<String, AttributeValue> attributes) {
        AttributeValue key = Objects.requireNonNull(attributes.get(KEY), KEY);
        return Fingerprint.ofBytes(key.b().asByteArrayUnsafe());
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue state(ClaimState state) {
        return AttributeValue.fromS(text(state));
    }

    /** The claim in an item. */
    static ClaimItem item(Map<String, AttributeValue> attributes) throws ForeignItemException {
        requireKnownLayout(attributes.get(LAYOUT));
        try {
            return Objects.requireNonNull(SCHEMA.mapToItem(attributes), "an item without attributes");
        } catch (RuntimeException e) {
            throw new ForeignItemException("the item is no claim of record layout " + VERSION
                    + "; something else writes to this table, and claims need one of their own");
        }
    }

    private static void requireKnownLayout(@Nullable AttributeValue layout) throws ForeignItemException {
        if (layout == null || layout.n() == null) {
            throw new ForeignItemException("the item has no number of a record layout (" + LAYOUT
                    + "); something else writes to this table, and claims need one of their own");
        }
        if (!layout.n().equals(Long.toString(VERSION))) {
            throw new ForeignItemException("the item has record layout " + layout.n()
                    + ", and this version of dedup knows " + VERSION + "; take a version that knows both");
        }
    }

    private static String text(ClaimState state) {
        return state == ClaimState.LEASED ? LEASED : CONFIRMED;
    }

    private static ClaimState state(String text) {
        return switch (text) {
            case LEASED -> ClaimState.LEASED;
            case CONFIRMED -> ClaimState.CONFIRMED;
            default -> throw new IllegalArgumentException("no state");
        };
    }

    /** What a claim is put together from, attribute by attribute. */
    private static final class Parts {
        private @Nullable SdkBytes key;
        private @Nullable Long token;
        private @Nullable String state;
        private @Nullable Long expiresAt;

        ClaimItem item() {
            return new ClaimItem(
                    Fingerprint.ofBytes(Objects.requireNonNull(key, KEY).asByteArrayUnsafe()),
                    new ClaimToken(Objects.requireNonNull(token, TOKEN)),
                    ItemLayout.state(Objects.requireNonNull(state, STATE)),
                    expiresAt);
        }
    }
}

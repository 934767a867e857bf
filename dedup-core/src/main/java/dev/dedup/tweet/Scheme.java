// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.tweet;

import dev.dedup.identity.Fingerprint;
import dev.dedup.identity.Fingerprinter;
import dev.dedup.identity.TextField;
import dev.dedup.identity.TextNormalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One named choice of a tweet's fields. */
final class Scheme {
    static final Scheme ID = new Scheme(
            "id/" + TextNormalizer.exact1().id(), ordered("id", new TextField<>(Scheme::id, TextNormalizer.exact1())));

    private final String name;
    private final Map<String, TextField<Tweet>> fields;
    private final Fingerprinter<Tweet> fingerprinter;

    private Scheme(String name, Map<String, TextField<Tweet>> fields) {
        this.name = name;
        this.fields = fields;
        this.fingerprinter = Fingerprinter.of(name, List.copyOf(fields.values()));
    }

    static Scheme message(TextNormalizer normalizer) {
        return new Scheme(
                "message/" + normalizer.id(), ordered("message", new TextField<>(Tweet::message, normalizer)));
    }

    static Scheme handleAndMessage(TextNormalizer normalizer) {
        Map<String, TextField<Tweet>> fields =
                ordered("handle", new TextField<>(Tweet::handle, normalizer.forHandles()));
        fields.put("message", new TextField<>(Tweet::message, normalizer));
        return new Scheme("handle+message/" + normalizer.id(), fields);
    }

    private static Map<String, TextField<Tweet>> ordered(String first, TextField<Tweet> field) {
        Map<String, TextField<Tweet>> fields = new LinkedHashMap<>();
        fields.put(first, field);
        return fields;
    }

    private static String id(Tweet tweet) {
        return tweet.id()
                .orElseThrow(() -> new IllegalArgumentException("Tweet of " + tweet.shownHandle()
                        + " has no id, which scheme id/exact-1 needs: give the tweet its id, or choose a scheme without id,"
                        + " such as handle+message/exact-1"));
    }

    String name() {
        return name;
    }

    Fingerprint fingerprint(Tweet tweet) {
        return fingerprinter.fingerprint(tweet);
    }

    /** Returns the text that is hashed for each field, in order. */
    Map<String, String> normalized(Tweet tweet) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((field, source) ->
                texts.put(field, source.normalizer().normalize(source.text().apply(tweet))));
        return Collections.unmodifiableMap(texts);
    }
}

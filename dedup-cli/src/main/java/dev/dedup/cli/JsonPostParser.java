// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import dev.dedup.tweet.Tweet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Reads the few fields of a JSON object that a post needs, and checks the syntax of all others. */
final class JsonPostParser implements PostParser {
    /** Records have a limit of their own; text within it may be as long as it likes. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final FieldNames names;

    JsonPostParser(FieldNames names) {
        this.names = names;
    }

    @Override
    public Tweet parse(RawRecord record) throws MalformedRecordException {
        try (JsonParser json =
                FACTORY.createParser(ObjectReadContext.empty(), record.buffer(), record.offset(), record.length())) {
            return post(json);
        } catch (UnexpectedEndOfInputException e) {
            throw new MalformedRecordException("is not a whole JSON object: it breaks off");
        } catch (StreamConstraintsException e) {
            throw new MalformedRecordException("is nested deeper than " + StreamReadConstraints.DEFAULT_MAX_DEPTH
                    + " levels, or passes another limit on JSON");
        } catch (JacksonException e) {
            // The parser's own message may quote the text of the post; only the place is told.
            throw new MalformedRecordException(
                    "is not valid JSON at byte " + (e.getLocation().getByteOffset() + 1));
        }
    }

    /** Says whether a record is one whole JSON object, whatever is in it. */
    static boolean isObject(RawRecord record) {
        try (JsonParser json =
                FACTORY.createParser(ObjectReadContext.empty(), record.buffer(), record.offset(), record.length())) {
            return json.nextToken() == JsonToken.START_OBJECT
                    && json.skipChildren().currentToken() == JsonToken.END_OBJECT
                    && json.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private Tweet post(JsonParser json) throws MalformedRecordException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException("is not a JSON object; write one object a line");
        }
        String handle = null;
        String message = null;
        String id = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(names.message())) {
                message = text(json, name, message);
            } else if (name.equals(names.handle())) {
                handle = text(json, name, handle);
            } else if (names.readsId() && name.equals(names.id())) {
                id = idText(json, name, id);
            } else {
                json.nextToken();
                json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw new MalformedRecordException("has something after its JSON object; write one object a line");
        }
        return names.tweet(handle, message, id);
    }

    private static String text(JsonParser json, String name, @Nullable String before) throws MalformedRecordException {
        requireFirst(name, before);
        if (json.nextToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException("'" + name + "' is " + kind(json) + "; it must be a string");
        }
        return json.getString();
    }

    /** Ids pass 2^53, so a number is taken as it is written; null is the same as blank, which is the same as none. */
    private static String idText(JsonParser json, String name, @Nullable String before)
            throws MalformedRecordException {
        requireFirst(name, before);
        return switch (json.nextToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT -> json.getString();
            case VALUE_NULL -> "";
            default ->
                throw new MalformedRecordException("'" + name + "' is " + kind(json)
                        + "; it must be a string or a whole number, or --id name another field");
        };
    }

    private static void requireFirst(String name, @Nullable String before) throws MalformedRecordException {
        if (before != null) {
            throw new MalformedRecordException("'" + name + "' stands there twice; which one is meant?");
        }
    }

    private static String kind(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            default -> "no value";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The scripts, each on one key and atomic like all scripts; what a key holds decides, inside.
 *
 * <p>A script that finds a value of somebody else answers with it, and the client judges: it may be of a layout that this version
 * does not know.
 */
enum Script {
    /** Arguments: the token as an integer, the new value, and the hold in milliseconds or nothing. */
    RENEW("""
            local held = redis.call('GET', KEYS[1])
            if held == ARGV[1] or held == 'L' .. ARGV[1] then
              if held ~= ARGV[1] or ARGV[2] == ARGV[1] then
                if ARGV[3] == '' then
                  redis.call('SET', KEYS[1], ARGV[2])
                else
                  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
                end
              end
              return 1
            end
            return held
            """),

    /** Argument: the token as an integer. */
    RELEASE("""
            local held = redis.call('GET', KEYS[1])
            if held == ARGV[1] or held == 'L' .. ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return held
            """),

    /** Removes claims of any token, and nothing that is no claim. */
    FORGET("""
            local held = redis.call('GET', KEYS[1])
            if held and string.find(held, '^L?%-?%d+$') then
              return redis.call('DEL', KEYS[1])
            end
            return held
            """),

    /** Answers with the value, the millisecond of its expiry, and the milliseconds until then; -1 for none. */
    LOOKUP("""
            local held = redis.call('GET', KEYS[1])
            return held and {held, redis.call('PEXPIRETIME', KEYS[1]), redis.call('PTTL', KEYS[1])}
            """);

    private final String text;

    Script(String text) {
        this.text = text;
    }

    byte[] text() {
        return text.getBytes(US_ASCII);
    }

    /** The name by which a server that has seen the script once knows it: its SHA-1 in hexadecimal. */
    byte[] digest() {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text());
            return HexFormat.of().formatHex(sha1).getBytes(US_ASCII);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

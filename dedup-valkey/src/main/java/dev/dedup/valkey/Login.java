// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whom to log in as, and where the password of the moment comes from. */
record Login(@Nullable String user, Supplier<String> password) {
    RedisCredentialsProvider provider() {
        return RedisCredentialsProvider.from(() -> RedisCredentials.just(user, secret()));
    }

    private String secret() {
        String secret = ask();
        if (secret == null || secret.isEmpty()) {
            throw new NoPasswordException("the supplier gave " + (secret == null ? "none" : "an empty one"), null);
        }
        return secret;
    }

    private @Nullable String ask() {
        try {
            return password.get();
        } catch (RuntimeException e) {
            throw new NoPasswordException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return String.valueOf(user);
    }
}

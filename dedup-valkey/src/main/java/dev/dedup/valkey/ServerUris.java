// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a store's URL says, in Lettuce's terms. */
record ServerUris(ValkeyUrl url, @Nullable Login login, Duration connectTimeout) {
    boolean hasSentinelsAndPassword() {
        return url.option("sentinel") != null && login != null;
    }

    /** One for each host; of Sentinels one in all. */
    List<RedisURI> all() {
        String primary = url.option("sentinel");
        return primary != null
                ? List.of(ofSentinels(primary))
                : url.addresses().stream().map(this::of).toList();
    }

    /** The same for Sentinels that ask for a password: they get the servers'. */
    RedisURI withSentinelsLogin(RedisURI uri) {
        Login same = login;
        if (same != null) {
            uri.getSentinels().forEach(sentinel -> sentinel.setCredentialsProvider(same.provider()));
        }
        return uri;
    }

    private RedisURI of(ValkeyUrl.Address address) {
        return common(RedisURI.Builder.redis(address.host(), address.port())).build();
    }

    private RedisURI ofSentinels(String primary) {
        ValkeyUrl.Address first = url.addresses().get(0);
        RedisURI.Builder builder = RedisURI.Builder.sentinel(first.host(), first.port(), primary);
        url.addresses().stream().skip(1).forEach(next -> builder.withSentinel(next.host(), next.port()));
        return common(builder).build();
    }

    private RedisURI.Builder common(RedisURI.Builder builder) {
        builder.withSsl(url.tls()).withTimeout(connectTimeout);
        return login == null ? builder : builder.withAuthentication(login.provider());
    }
}

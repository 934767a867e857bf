// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.valkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A store's URL, taken apart. No message shows a user or a password, nor the URL, which may have one in an unexpected place. */
record ValkeyUrl(
        boolean tls,
        List<Address> addresses,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> options) {
    static final String SCHEME = "valkey";
    static final String TLS_SCHEME = "valkeys";

    private static final String EXAMPLE = "; write it like valkey://host:6379 or valkeys://user:password@host:6379";
    private static final Set<String> OPTIONS = Set.of("prefix", "sentinel", "ca");
    private static final int SERVER_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

    /** A host and its port. */
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static ValkeyUrl parse(String url) {
        int end = url.indexOf("://");
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!scheme.equals(SCHEME) && !scheme.equals(TLS_SCHEME)) {
            throw new IllegalArgumentException(
                    "The URL of a Valkey store begins with neither valkey:// nor valkeys://" + EXAMPLE);
        }
        String rest = url.substring(end + 3);
        int question = rest.indexOf('?');
        Map<String, String> options = options(question < 0 ? "" : rest.substring(question + 1));
        String place = question < 0 ? rest : rest.substring(0, question);
        int at = place.lastIndexOf('@');
        String login = at < 0 ? "" : place.substring(0, at);
        boolean tls = scheme.equals(TLS_SCHEME);
        requireUseful(options, tls);
        return new ValkeyUrl(
                tls,
                addresses(withoutDatabase(place.substring(at + 1)), options.containsKey("sentinel")),
                user(login),
                password(login, at >= 0),
                options);
    }

    KeyPrefix prefix() {
        String prefix = options.get("prefix");
        return prefix == null ? KeyPrefix.DEFAULT : new KeyPrefix(prefix);
    }

    @Nullable
    Supplier<String> passwordSupplier() {
        String secret = password;
        return secret == null ? null : () -> secret;
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    /** The hosts and ports, for names and messages. */
    String place() {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(","));
    }

    private static List<Address> addresses(String hosts, boolean sentinels) {
        List<Address> addresses = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            Matcher parts = ADDRESS.matcher(host);
            if (!parts.matches()) {
                throw new IllegalArgumentException("The URL of a Valkey store has no valid host and port at place "
                        + (addresses.size() + 1) + EXAMPLE);
            }
            addresses.add(new Address(parts.group(1), port(parts.group(2), sentinels)));
        }
        return List.copyOf(addresses);
    }

    private static int port(@Nullable String digits, boolean sentinel) {
        if (digits == null) {
            return sentinel ? SENTINEL_PORT : SERVER_PORT;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "The URL of a Valkey store has the port " + port + "; a port is from 1 to 65535");
        }
        return port;
    }

    private static String withoutDatabase(String hosts) {
        int slash = hosts.indexOf('/');
        String database = slash < 0 ? "" : hosts.substring(slash + 1);
        if (!database.isEmpty() && !database.equals("0")) {
            throw new IllegalArgumentException(
                    "The URL of a Valkey store names a database, which a cluster does not have;"
                            + " keep sets of claims apart by ?prefix=… instead");
        }
        return slash < 0 ? hosts : hosts.substring(0, slash);
    }

    private static @Nullable String user(String login) {
        int colon = login.indexOf(':');
        String user = decode(colon < 0 ? login : login.substring(0, colon));
        return user.isEmpty() ? null : user;
    }

    private static @Nullable String password(String login, boolean given) {
        int colon = login.indexOf(':');
        if (given && colon < 0) {
            throw new IllegalArgumentException(
                    "The URL of a Valkey store has a user without a password; write user:password@, or :password@");
        }
        return given ? decode(login.substring(colon + 1)) : null;
    }

    private static Map<String, String> options(String query) {
        requireNoLogin(query);
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!OPTIONS.contains(name) || equals < 0) {
                throw new IllegalArgumentException("The URL of a Valkey store has the option '" + name
                        + "'; the options are ca=…, prefix=… and sentinel=…");
            }
            options.put(name, decode(part.substring(equals + 1)));
        }
        return Map.copyOf(options);
    }

    private static void requireUseful(Map<String, String> options, boolean tls) {
        String ca = options.get("ca");
        if ("".equals(options.get("sentinel"))) {
            throw new IllegalArgumentException("The URL of a Valkey store has sentinel= and no name;"
                    + " give the name of the primary that the Sentinels watch");
        }
        if (ca != null && !tls) {
            throw new IllegalArgumentException("The URL of a Valkey store has ca=… and no TLS; write valkeys://");
        }
        if (ca != null && !isReadable(new File(ca))) {
            throw new IllegalArgumentException("The URL of a Valkey store has ca=" + ca
                    + ", where no file can be read; give a file of certificates in PEM form");
        }
    }

    private static boolean isReadable(File file) {
        return file.isFile() && file.canRead();
    }

    /** Where a password has a question mark, what follows is not to be taken for an option and shown. */
    private static void requireNoLogin(String query) {
        if (query.indexOf('@') >= 0) {
            throw new IllegalArgumentException("The URL of a Valkey store has an @ after a ?;"
                    + " write a ? in user or password as %3F, and an @ in an option as %40");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The URL of a Valkey store has a % that begins no code of two hexadecimal digits; write % itself as %25");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (tls ? TLS_SCHEME : SCHEME) + "://" + place();
    }
}

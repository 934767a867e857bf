// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store's URL, taken apart. No message shows a user or a password, nor the URL, which may have one in an unexpected place.
 *
 * @param place hosts, ports and database, as in a URL of the driver
 * @param user who logs in; null if the URL does not say
 * @param password with which password; null if the URL does not say
 * @param options those of dedup
 * @param driverOptions those that are handed to the driver
 */
record PostgresUrl(
        String place,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> options,
        Map<String, String> driverOptions) {
    static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

    /** A secret, which belongs in no URL. */
    private static final String KEY_PASSWORD = "sslpassword";

    private static final String EXAMPLE = "; write it like postgresql://user:password@host:5432/database";
    private static final Pattern PLACE = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?(,(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?)*/[^/]+");

    private static final Pattern PORT = Pattern.compile(":(\\d+)(?=[,/])");

    static PostgresUrl parse(String url) {
        int end = Objects.requireNonNull(url, "url").indexOf("://");
        if (end < 0 || !SCHEMES.contains(url.substring(0, end).toLowerCase(Locale.ROOT))) {
            throw refusal("begins with neither postgresql:// nor postgres://" + EXAMPLE);
        }
        String rest = url.substring(end + 3);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (query.indexOf('@') >= 0) {
            throw refusal("has an @ after a ?; write a ? in user or password as %3F, and an @ in an option as %40");
        }
        String before = question < 0 ? rest : rest.substring(0, question);
        int at = before.lastIndexOf('@');
        String place = before.substring(at + 1);
        if (!PLACE.matcher(place).matches()) {
            throw refusal("has no valid host, port and database" + EXAMPLE);
        }
        requireReadable(place);
        String login = at < 0 ? "" : before.substring(0, at);
        int colon = login.indexOf(':');
        return of(
                place,
                login.isEmpty() ? null : decode(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 ? null : decode(login.substring(colon + 1)),
                options(query));
    }

    /** The driver would say of a wrong port or code that the URL is none of its own. */
    private static void requireReadable(String place) {
        int slash = place.indexOf('/');
        PORT.matcher(place.substring(0, slash + 1))
                .results()
                .map(port -> port.group(1))
                .forEach(port -> {
                    if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                        throw refusal("has the port " + port + "; a port is a number from 1 to 65535");
                    }
                });
        decode(place.substring(slash + 1));
    }

    private static PostgresUrl of(
            String place, @Nullable String user, @Nullable String password, Map<String, String> all) {
        Map<String, String> own = new TreeMap<>(all);
        own.keySet().removeIf(name -> UrlOption.named(name).isOfDriver());
        Map<String, String> driver = new TreeMap<>(all);
        driver.keySet().removeAll(own.keySet());
        return new PostgresUrl(place, user, password, own, driver);
    }

    /** This URL and what the builder says of one of dedup's options, null for nothing. */
    PostgresUrl with(String option, @Nullable String value) {
        String own = options.get(option);
        if (value == null || value.equals(own)) {
            return this;
        }
        if (own != null) {
            throw new IllegalStateException("The URL of a PostgreSQL store has " + option + "=" + own
                    + ", and the builder has " + value + "; give it once");
        }
        Map<String, String> merged = new TreeMap<>(options);
        merged.put(option, value);
        return new PostgresUrl(place, user, password, merged, driverOptions);
    }

    /** Refuses values that dedup or the driver would not understand. */
    void requireValues() {
        Stream.of(options, driverOptions)
                .flatMap(all -> all.entrySet().stream())
                .forEach(given -> {
                    UrlOption option = UrlOption.named(given.getKey());
                    if (!option.takes(given.getValue())) {
                        throw refusal("has " + option.name() + "=" + given.getValue() + "; it is " + option.expected());
                    }
                });
    }

    ClaimTable table() {
        return ClaimTable.of(options.get("schema"), options.get("table"));
    }

    boolean createsSchema() {
        return Boolean.parseBoolean(options.get("createSchema"));
    }

    int connections(int otherwise) {
        String digits = options.get("connections");
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    int connectSeconds(int otherwise) {
        String digits = driverOptions.get("connectTimeout");
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    int hosts() {
        return place.split(",", -1).length;
    }

    /** Without secrets, which go to the driver as {@link #secrets()}. */
    String jdbcUrl() {
        String query = driverOptions.entrySet().stream()
                .filter(option -> !option.getKey().equals(KEY_PASSWORD))
                .map(option -> option.getKey() + "=" + URLEncoder.encode(option.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + place + (query.isEmpty() ? "" : "?" + query);
    }

    /** Who logs in and by what, under the driver's names. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new TreeMap<>();
        putIfPresent(secrets, "user", user);
        putIfPresent(secrets, "password", password);
        putIfPresent(secrets, KEY_PASSWORD, driverOptions.get(KEY_PASSWORD));
        return secrets;
    }

    private static void putIfPresent(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new TreeMap<>();
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw refusal("has an option without a value; write option=value, and an & in a value as %26");
            }
            String name = part.substring(0, equals);
            if (!UrlOption.ALL.containsKey(name)) {
                throw refusal("has the option '" + name + "'; the options are "
                        + String.join("=…, ", UrlOption.ALL.keySet()) + "=…");
            }
            if (options.put(name, decode(part.substring(equals + 1))) != null) {
                throw refusal("has the option '" + name + "' twice; give it once");
            }
        }
        return options;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw refusal("has a % that begins no code of two hexadecimal digits; write % itself as %25");
        }
    }

    private static IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException("The URL of a PostgreSQL store " + problem);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "postgresql://" + place;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may stand behind the question mark of a store's URL.
 *
 * @param name its name
 * @param isOfDriver whether it is handed to the driver; of the driver's there are those that have to do with reaching a server
 *     (documentation of pgjdbc, "Initializing the Driver")
 * @param values what a value looks like
 * @param expected the same in words
 */
record UrlOption(String name, boolean isOfDriver, Pattern values, String expected) {
    /** All there are, by name and in the order of their names. */
    static final Map<String, UrlOption> ALL = Stream.of(
                    text("ApplicationName", true),
                    number("connectTimeout", true, 1),
                    number("connections", false, 1),
                    choice("createSchema", false, "true", "false"),
                    choice("gssEncMode", true, "disable", "allow", "prefer", "require"),
                    number("hostRecheckSeconds", true, 0),
                    choice("loadBalanceHosts", true, "true", "false"),
                    number("prepareThreshold", true, 0),
                    text("schema", false),
                    text("sslcert", true),
                    text("sslfactory", true),
                    text("sslkey", true),
                    choice("sslmode", true, "disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                    text("sslpassword", true),
                    text("sslrootcert", true),
                    text("table", false),
                    serverType())
            .collect(Collectors.toMap(UrlOption::name, option -> option, (one, other) -> one, TreeMap::new));

    private static UrlOption text(String name, boolean isOfDriver) {
        return new UrlOption(name, isOfDriver, Pattern.compile(".*", Pattern.DOTALL), "any text");
    }

    private static UrlOption number(String name, boolean isOfDriver, int least) {
        String first = least == 0 ? "0|" : "";
        return new UrlOption(
                name, isOfDriver, Pattern.compile(first + "[1-9]\\d{0,3}"), "a number from " + least + " to 9999");
    }

    private static UrlOption choice(String name, boolean isOfDriver, String... values) {
        String expected = values.length == 2 ? String.join(" or ", values) : "one of " + String.join(", ", values);
        return new UrlOption(name, isOfDriver, Pattern.compile(String.join("|", values), CASE_INSENSITIVE), expected);
    }

    /** The driver knows older names too, and tells upper from lower case here. */
    private static UrlOption serverType() {
        List<String> names = List.of("any", "primary", "secondary", "preferPrimary", "preferSecondary");
        return new UrlOption(
                "targetServerType",
                true,
                Pattern.compile(String.join("|", names) + "|master|slave|preferSlave"),
                "one of " + String.join(", ", names));
    }

    /** One that is known to be there. */
    static UrlOption named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    boolean takes(String value) {
        return values.matcher(value).matches();
    }
}

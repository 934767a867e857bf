// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once, at start, if the server acknowledges claims that a crash takes back. */
final class DurabilityCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresClaimStore.class);

    /** The other values of synchronous_commit all wait for the server's own disk. */
    private static final String ASK =
            "SELECT current_setting('synchronous_commit', true) = 'off', current_setting('fsync', true) = 'off'";

    private DurabilityCheck() {}

    /** A server that does not say is taken as it is. */
    static void warn(Connection connection, String store) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            warn(row.getBoolean(1), row.getBoolean(2), store);
        } catch (SQLException e) {
            LOG.debug("{}: synchronous_commit and fsync could not be read: {}", store, e.getMessage());
        }
    }

    private static void warn(boolean doesNotWait, boolean doesNotForce, String store) {
        List<String> off = new ArrayList<>();
        if (doesNotWait) {
            off.add("synchronous_commit");
        }
        if (doesNotForce) {
            off.add("fsync");
        }
        if (!off.isEmpty()) {
            LOG.warn(
                    "{}: {} off: claims are answered before they are on the server's disk. A crash takes the last of them"
                            + " back without a word, and their posts are claimed again, as if they were new. Set {} on.",
                    store,
                    String.join(" and ", off) + (off.size() == 1 ? " is" : " are"),
                    off.size() == 1 ? "it" : "them");
        }
    }
}

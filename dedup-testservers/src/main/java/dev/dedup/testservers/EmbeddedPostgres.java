// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The servers that the build has packed into this module's jar, from {@code io.zonky.test.postgres}. */
final class EmbeddedPostgres {
    static final int OLDEST = 13;
    static final int NEWEST = 18;

    private EmbeddedPostgres() {}

    /** Unpacks it where it stays, for the next test run. */
    static LocalPostgres unpack(int majorVersion) {
        Path home = UnpackedArchives.ofThisUser().home("postgres-" + majorVersion, archive(majorVersion));
        return LocalPostgres.ask(home.resolve("bin").resolve("postgres"), "embedded, from Maven Central");
    }

    private static TarXz archive(int majorVersion) {
        try (var content = EmbeddedPostgres.class.getResourceAsStream("postgres-" + majorVersion + "/postgres.txz")) {
            if (content == null) {
                throw new IllegalArgumentException("the build carries PostgreSQL " + List.of(OLDEST, NEWEST)
                        + " and no " + majorVersion + "; take one of them, put that one on the PATH, or start Docker");
            }
            return new TarXz(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL " + majorVersion + " was not read: " + e.getMessage(), e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configures a {@link PostgresServer}. Not thread-safe. */
public final class PostgresServerBuilder {
    private static final String ACCESS_FILE = "access.conf";

    private final List<String> settings = new ArrayList<>();
    private int version = EmbeddedPostgres.NEWEST;
    private boolean durable;
    private boolean tls;

    PostgresServerBuilder() {}

    /**
     * Takes another major version than the newest.
     *
     * @param majorVersion such as 13; the build carries those of {@link PostgresServer#versions()}
     * @return this builder
     */
    public PostgresServerBuilder version(int majorVersion) {
        version = majorVersion;
        return this;
    }

    /**
     * Gives the server a setting, for every start of it; {@code ALTER SYSTEM} does not change it then, {@code ALTER ROLE} does.
     *
     * @param name its name, such as {@code max_connections}
     * @param value its value, without quotes
     * @return this builder
     */
    public PostgresServerBuilder config(String name, String value) {
        settings.add(name + "=" + value);
        return this;
    }

    /**
     * Forces what is committed to the disk, as a server in use does; without this it is lost with the machine, and kept with all
     * that happens to the process.
     *
     * @return this builder
     */
    public PostgresServerBuilder durable() {
        durable = true;
        return this;
    }

    /**
     * Refuses connections without TLS, and shows a certificate of an authority that is made for this JVM and forgotten with it.
     *
     * @return this builder
     */
    public PostgresServerBuilder tls() {
        tls = true;
        return this;
    }

    /**
     * Starts it.
     *
     * @return the server, ready for statements
     * @throws IllegalStateException if it ends before it serves, for instance over a wrong setting; the message carries the end of
     *     its log
     * @throws IllegalArgumentException if there is none of that version
     */
    public PostgresServer start() {
        var installation = PostgresFinder.found(version);
        int port = FreePorts.next();
        var directory = TestDirectory.create();
        var certificates = tls ? TestCertificates.shared() : null;
        writeFiles(directory, certificates);
        var server = new PostgresServer(
                installation, installation.process(directory, allSettings(port)), port, certificates);
        try {
            server.start();
            server.createDatabase();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void writeFiles(TestDirectory directory, @Nullable TestCertificates certificates) {
        String kind = certificates == null ? "host" : "hostssl";
        directory.write(
                ACCESS_FILE,
                "local all all scram-sha-256\n" + kind + " all all " + Loopback.HOST + "/32 scram-sha-256\n");
        if (certificates != null) {
            directory.write("server.crt", certificates.serverPem());
            directory.writeSecret("server.key", certificates.serverKeyPem());
        }
    }

    /** The server takes names of certificates from its data, and that of the other file from where it was started. */
    private List<String> allSettings(int port) {
        var all = new ArrayList<>(
                List.of("listen_addresses=" + Loopback.HOST, "port=" + port, "hba_file=" + ACCESS_FILE));
        if (!durable) {
            all.add("fsync=off");
        }
        if (tls) {
            all.addAll(List.of("ssl=on", "ssl_cert_file=../server.crt", "ssl_key_file=../server.key"));
        }
        all.addAll(settings);
        return all;
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ValkeyServer}. Not thread-safe. */
public final class ValkeyServerBuilder {
    private static final String CONFIG_FILE = "server.conf";

    private final ServerConfig config = new ServerConfig();
    private final List<String> arguments = new ArrayList<>(List.of(CONFIG_FILE));
    private boolean tls;
    private @Nullable ValkeyServer primary;

    ValkeyServerBuilder() {}

    /**
     * Adds a directive of the server's configuration file.
     *
     * @param directive its name, such as {@code maxmemory-policy}
     * @param values its values, without quotes
     * @return this builder
     * @throws IllegalArgumentException if a value holds a control character
     */
    public ValkeyServerBuilder config(String directive, String... values) {
        config.with(directive, (Object[]) values);
        return this;
    }

    /**
     * Asks the default user for a password.
     *
     * @param password the password
     * @return this builder
     */
    public ValkeyServerBuilder password(String password) {
        return config("requirepass", password);
    }

    /**
     * Adds a user, or changes the one named {@code default}.
     *
     * @param name the user's name
     * @param rules its ACL rules, such as {@code on}, {@code >password}, {@code ~dedup:*}, {@code +@read}
     * @return this builder
     */
    public ValkeyServerBuilder user(String name, String... rules) {
        var values = new ArrayList<>(List.of(name));
        values.addAll(List.of(rules));
        return config("user", values.toArray(String[]::new));
    }

    /**
     * Listens with TLS only, showing a certificate of an authority that is made for this JVM and forgotten with it.
     *
     * @return this builder
     */
    public ValkeyServerBuilder tls() {
        tls = true;
        return this;
    }

    /**
     * Makes it a replica; it connects without being asked again whenever it has lost its primary.
     *
     * @param primary the server to copy, with TLS if and only if this one has it
     * @return this builder
     */
    public ValkeyServerBuilder replicaOf(ValkeyServer primary) {
        config.with("replicaof", primary.host(), primary.port());
        this.primary = primary;
        return this;
    }

    /**
     * Starts it.
     *
     * @return the server, ready for commands; a replica has its primary's data
     * @throws IllegalStateException if it ends before it serves, for instance over a wrong directive; the message carries the end of
     *     its log
     */
    public ValkeyServer start() {
        int port = FreePorts.next();
        var directory = TestDirectory.create();
        var certificates = tls ? TestCertificates.shared() : null;
        directory.write(CONFIG_FILE, base(directory, port, certificates).text() + config.text());
        var server = new ValkeyServer(ValkeyFinder.found().process(directory, arguments), port, certificates);
        try {
            server.start();
            if (primary != null) {
                server.awaitInStep(primary);
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Runs it as a sentinel instead. */
    ValkeyServerBuilder sentinel() {
        arguments.add("--sentinel");
        return this;
    }

    private boolean isSentinel() {
        return arguments.contains("--sentinel");
    }

    private ServerConfig base(TestDirectory directory, int port, @Nullable TestCertificates certificates) {
        var base = new ServerConfig().with("bind", Loopback.HOST).with("port", certificates == null ? port : 0);
        if (certificates != null) {
            addTls(base, directory, certificates, port);
        }
        if (!isSentinel()) {
            base.with("save", "")
                    .with("masteruser", ControlUser.NAME)
                    .with("masterauth", ControlUser.PASSWORD)
                    .with("repl-diskless-sync-delay", 0);
        }
        ControlUser.addTo(base);
        return base;
    }

    /** The names are relative: the server runs in the directory. */
    private static void addTls(ServerConfig base, TestDirectory directory, TestCertificates certificates, int port) {
        directory.write("authority.crt", certificates.authorityPem());
        directory.write("server.crt", certificates.serverPem());
        directory.write("server.key", certificates.serverKeyPem());
        base.with("tls-port", port)
                .with("tls-ca-cert-file", "authority.crt")
                .with("tls-cert-file", "server.crt")
                .with("tls-key-file", "server.key")
                .with("tls-auth-clients", "no")
                .with("tls-replication", "yes")
                .with("tls-cluster", "yes");
    }
}

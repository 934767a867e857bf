// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.equivalence;

import dev.dedup.postgres.PostgresClaimStore;
import dev.dedup.spi.ClaimStore;
import dev.dedup.tck.ContractClock;
import dev.dedup.testservers.PostgresServer;
import dev.dedup.testservers.TcpProxy;
import dev.dedup.testservers.claims.ServerClock;

/** A PostgreSQL server of its own, with the table of claims in its database, and the store on it. */
final class PostgresUnderTest implements StoreUnderTest {
    private final PostgresServer postgres;
    private final TestServer server;
    private final ServerClock clock;

    private PostgresUnderTest(PostgresServer postgres) {
        this.postgres = postgres;
        this.server = TestServer.of(postgres);
        this.clock = ServerClock.of(postgres);
    }

    /** What was committed outlives the server's process. */
    static StoreUnderTest start() {
        return of(PostgresServer.started());
    }

    /** What was committed outlives the machine. */
    static StoreUnderTest startDurable() {
        return of(PostgresServer.builder().durable().start());
    }

    private static StoreUnderTest of(PostgresServer postgres) {
        PostgresUnderTest started = new PostgresUnderTest(postgres);
        Opening.of(PostgresClaimStore.builder().url(started.url()).createSchema()::build)
                .close();
        return started;
    }

    @Override
    public StoreKind kind() {
        return StoreKind.POSTGRES;
    }

    @Override
    public ClaimStore open() {
        return open(url());
    }

    @Override
    public ClaimStore openTuned() {
        return openTuned(url());
    }

    @Override
    public ClaimStore open(TcpProxy proxy) {
        return open(url(proxy));
    }

    @Override
    public ClaimStore openTuned(TcpProxy proxy) {
        return openTuned(url(proxy));
    }

    @Override
    public String url() {
        return postgres.uri(postgres.user(), postgres.password());
    }

    @Override
    public String url(TcpProxy proxy) {
        return url().replace(":" + postgres.port() + "/", ":" + proxy.port() + "/");
    }

    @Override
    public ContractClock clock() {
        return clock.contractClock();
    }

    @Override
    public TestServer server() {
        return server;
    }

    @Override
    public void close() {
        clock.close();
        server.close().run();
    }

    @Override
    public String toString() {
        return server.description();
    }

    private static ClaimStore open(String url) {
        return Opening.of(() -> PostgresClaimStore.connect(url));
    }

    private static ClaimStore openTuned(String url) {
        return Opening.of(PostgresClaimStore.builder().url(url).coalesceClaims()::build);
    }
}

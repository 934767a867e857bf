// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of the driver's to the server of a URL, for a pool, which sees no secret and has nothing to print.
 *
 * <p>A pool that is given the URL itself sets a limit on logins for all drivers of the JVM; and to a data source of the driver's it
 * sets one of its own wait, within which several hosts cannot be tried. Here the limit is that of the URL's place.
 *
 * <p>Immutable and thread-safe.
 */
final class DriverConnections implements DataSource {
    /** A host that does not answer does not keep the next one for longer than a deadline usually is. */
    private static final int CONNECT_SECONDS = 2;

    /** For TLS and password, once a host has answered. */
    private static final int LOGIN_SECONDS = 5;

    private final String url;
    private final Properties properties;

    DriverConnections(PostgresUrl place) {
        url = place.jdbcUrl();
        properties = new Properties();
        properties.putAll(place.secrets());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "dedup");
        int hosts = place.hosts();
        int connectSeconds = place.connectSeconds(CONNECT_SECONDS);
        properties.setProperty("connectTimeout", Integer.toString(connectSeconds));
        properties.setProperty("loginTimeout", Integer.toString(hosts * connectSeconds + LOGIN_SECONDS));
        if (hosts > 1) {
            properties.setProperty("targetServerType", "primary");
        }
    }

    /** What the URL says takes precedence over the properties. */
    @Override
    public Connection getConnection() throws SQLException {
        Driver driver = DriverManager.getDriver(url);
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException(driver + " does not know " + StoreName.of(url), "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The user is the URL's");
    }

    /** Of the pool's wait for a connection, which is shorter than a login may take. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 1;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The driver has its own");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("There is no " + type.getName() + " in it");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return StoreName.of(url);
    }
}

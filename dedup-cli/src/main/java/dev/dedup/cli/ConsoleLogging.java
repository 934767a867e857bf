// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Shows dedup's warnings on standard error, one line each, as the command itself speaks.
 *
 * <p>What the deduplicator warns of also reaches the command as an exception, and the command tells it in its own words: its logger
 * is silent here. So are all other libraries: a client that cannot reconnect says so every few seconds, and the command hears of it
 * as an exception too.
 */
public final class ConsoleLogging implements SLF4JServiceProvider {
    private static final String OURS = "dev.dedup.";
    private static final String TOLD_BY_THE_COMMAND = "dev.dedup.Deduplicator";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    /** Makes a provider; {@link java.util.ServiceLoader} does. */
    public ConsoleLogging() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return WarningLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // There is nothing to prepare.
    }

    /** Returns one line of a warning: the message, and what its cause says. */
    static String line(String message, @Nullable Object @Nullable [] arguments, @Nullable Throwable cause) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        String line = cause == null ? text : text + ": " + cause.getMessage();
        return "dedup: warning: " + line.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    private static final class WarningLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        WarningLogger(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return name.startsWith(OURS) && !name.equals(TOLD_BY_THE_COMMAND);
        }

        @Override
        public boolean isErrorEnabled() {
            return name.startsWith(OURS);
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            System.err.println(line(message, arguments, cause));
        }
    }
}

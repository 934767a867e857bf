// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.testservers.claims;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Records what a logger is told, in all detail, until it is closed. Needs Logback. */
public final class LogRecorder implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level levelBefore;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private LogRecorder(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        levelBefore = logger.getLevel();
        logger.setLevel(Level.TRACE);
        appender.start();
        logger.addAppender(appender);
    }

    /**
     * Begins to record.
     *
     * @param name the logger's
     * @return what is to be closed
     */
    public static LogRecorder of(String name) {
        return new LogRecorder(name);
    }

    /**
     * Begins to record.
     *
     * @param type the class that the logger is named after
     * @return what is to be closed
     */
    public static LogRecorder of(Class<?> type) {
        return new LogRecorder(type.getName());
    }

    /**
     * Tells what was logged, of any level.
     *
     * @return the messages
     */
    public List<String> messages() {
        return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /**
     * Tells what was logged as a warning or an error.
     *
     * @return the messages
     */
    public List<String> warnings() {
        return events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /**
     * Tells what was logged along with messages.
     *
     * @return the throwables
     */
    public List<Throwable> throwables() {
        return events().stream()
                .map(ILoggingEvent::getThrowableProxy)
                .filter(ThrowableProxy.class::isInstance)
                .map(proxy -> ((ThrowableProxy) proxy).getThrowable())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
    }

    private List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged, at which level, and that no item's text is. */
class LogTest {
    private static final String SECRET = "the text of a post";
    private final Fixture fleet = new Fixture();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Deduplicator.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void aRetryIsForDebugging() {
        fleet.builder(fleet.line().failing(Fault.REFUSED)).build().tryClaim(SECRET);
        assertThat(appender.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
            assertThat(event.getFormattedMessage()).contains("scripted").contains("asking again in PT0.01S");
        });
        assertNoText();
    }

    @Test
    void eachUseOfThePolicyIsAWarning() {
        Deduplicator<String> dedup = fleet.builder(fleet.line().failing(Fault.FORBIDDEN))
                .onStoreFailure(FailurePolicy.SKIP)
                .build();
        dedup.tryClaim(SECRET);
        assertThat(appender.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("policy SKIP is applied to 1 items");
        });
        assertNoText();
    }

    @Test
    void aLostLeaseAndAReleaseWithoutAnswerAreWarnings() {
        ScriptedStore line = fleet.line();
        Deduplicator<String> dedup = fleet.builder(line).build();
        Lease<String> unanswered = dedup.tryLease("other").orElseThrow();
        line.failing(Fault.FORBIDDEN);
        unanswered.release();
        Lease<String> lost = dedup.tryLease(SECRET).orElseThrow();
        fleet.pass(Duration.ofHours(1));
        assertThatThrownBy(lost::confirm).hasMessageNotContaining(SECRET);
        assertThat(appender.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN));
        assertNoText();
    }

    @Test
    void aClaimThatGoesWellIsSilent() {
        fleet.other().tryClaim(SECRET);
        fleet.other().tryClaim(SECRET);
        assertThat(appender.list).isEmpty();
    }

    private void assertNoText() {
        assertThat(appender.list)
                .noneMatch(event -> event.getFormattedMessage().contains(SECRET)
                        || (event.getThrowableProxy() != null
                                && event.getThrowableProxy().getMessage().contains(SECRET)));
    }
}

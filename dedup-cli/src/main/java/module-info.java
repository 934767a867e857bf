// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
/** The {@code dedup} command: an application, so it exports nothing. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor
module dev.dedup.cli {
    requires HdrHistogram;
    requires dev.dedup;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires org.slf4j;
    requires tools.jackson.core;
    requires static org.jspecify;

    provides org.slf4j.spi.SLF4JServiceProvider with
            dev.dedup.cli.ConsoleLogging;

    // Picocli fills the options by reflection.
    opens dev.dedup.cli to
            info.picocli;
}

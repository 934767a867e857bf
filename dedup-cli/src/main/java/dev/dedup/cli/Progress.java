// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the run is, if anybody is looking. */
final class Progress implements AutoCloseable {
    /** Set by the launcher script, which can ask the terminal. */
    static final String TERMINAL_PROPERTY = "dedup.terminal";

    private static final int WIDTH = 79;

    private final List<Input> inputs;
    private final @Nullable ProgressBar bar;

    private Progress(List<Input> inputs, @Nullable ProgressBar bar) {
        this.inputs = inputs;
        this.bar = bar;
    }

    /**
     * Starts a progress bar.
     *
     * @param wish whether the user asked for one or for none; null to have one on a terminal
     */
    static Progress start(@Nullable Boolean wish, List<Input> inputs, PrintStream err) {
        boolean shown = wish != null ? wish : Boolean.getBoolean(TERMINAL_PROPERTY);
        return new Progress(inputs, shown ? bar(inputs, err) : null);
    }

    /** Tells how much was done. */
    void update(long posts, String what) {
        if (bar != null) {
            // The bar is drawn anew when it has moved, and shows what it was told before that.
            bar.setExtraMessage(String.format(Locale.ROOT, " %,d %s", posts, what));
            bar.stepTo(inputs.stream().mapToLong(Input::bytesRead).sum());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static ProgressBar bar(List<Input> inputs, PrintStream err) {
        boolean known = inputs.stream().allMatch(input -> input.size() > 0);
        return new ProgressBarBuilder()
                .setTaskName("dedup")
                .setInitialMax(known ? inputs.stream().mapToLong(Input::size).sum() : -1)
                .setUnit(" MiB", 1L << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .setConsumer(new DelegatingProgressBarConsumer(text -> err.print("\r" + text), WIDTH))
                .build();
    }
}

// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page that is made by a test: all between two comments.
 *
 * @param page the page
 * @param name what the comments call the part
 */
record GeneratedPart(Path page, String name) {
    private String begin() {
        return "<!-- begin generated: " + name + " -->\n";
    }

    private String end() {
        return "<!-- end generated: " + name + " -->\n";
    }

    /** Returns what the page shows now. */
    String text() {
        String all = read();
        return all.substring(start(all), stop(all));
    }

    void rewrite(String text) {
        String all = read();
        try {
            Files.writeString(page, all.substring(0, start(all)) + text + all.substring(stop(all)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int start(String all) {
        return place(all, begin()) + begin().length();
    }

    private int stop(String all) {
        return place(all, end());
    }

    private int place(String all, String comment) {
        int place = all.indexOf(comment);
        if (place < 0) {
            throw new IllegalStateException(page + " lacks the line " + comment.strip());
        }
        return place;
    }

    private String read() {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

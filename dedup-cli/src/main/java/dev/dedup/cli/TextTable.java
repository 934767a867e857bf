// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines up cells: the first columns to the left, for texts, the others to the right, for numbers. For one thread. */
final class TextTable {
    private final int texts;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Begins.
     *
     * @param texts how many columns hold texts
     * @param head the heads of all columns
     */
    TextTable(int texts, List<String> head) {
        this.texts = texts;
        rows.add(head);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    /** Returns the table, each line ended by a line feed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(line(row)).append('\n');
        }
        return text.toString();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String padding = " ".repeat(width(column) - row.get(column).length());
            String cell = row.get(column);
            line.append(column == 0 ? "" : "  ").append(column < texts ? cell + padding : padding + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}

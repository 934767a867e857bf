// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Prints the tables of {@link Unicode13} from ICU 68, which holds Unicode 13. */
final class Unicode13Generator {
    private static final int LINE = 112;

    private Unicode13Generator() {}

    public static void main(String[] arguments) {
        System.out.println(wrapped(lowerCase()));
        System.out.println(wrapped(ranges(UProperty.CASED)));
        System.out.println(wrapped(ranges(UProperty.CASE_IGNORABLE)));
    }

    private static String wrapped(List<String> words) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : words) {
            boolean fits = column + 1 + word.length() <= LINE;
            text.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = (fits ? column + 1 : 0) + word.length();
        }
        return text.append('\n').toString();
    }

    static List<String> ranges(int property) {
        List<String> words = new ArrayList<>();
        for (UnicodeSet.EntryRange range :
                new UnicodeSet().applyIntPropertyValue(property, 1).ranges()) {
            String first = Integer.toHexString(range.codepoint);
            words.add(range.codepoint == range.codepointEnd
                    ? first
                    : first + "-" + Integer.toHexString(range.codepointEnd));
        }
        return words;
    }

    static List<String> lowerCase() {
        TreeMap<Integer, Integer> deltas = deltas();
        List<String> runs = new ArrayList<>();
        while (!deltas.isEmpty()) {
            int first = deltas.firstKey();
            int step = length(deltas, first, 2) > length(deltas, first, 1) ? 2 : 1;
            int last = first + step * (length(deltas, first, step) - 1);
            runs.add(Integer.toString(first, 16) + ":" + Integer.toString(last, 16) + ":" + step + ":"
                    + Integer.toString(deltas.get(first), 16));
            for (int c = first; c <= last; c += step) {
                deltas.remove(c);
            }
        }
        return runs;
    }

    private static int length(TreeMap<Integer, Integer> deltas, int first, int step) {
        int delta = deltas.get(first);
        int length = 1;
        while (deltas.getOrDefault(first + step * length, 0) == delta && nothingSkipped(deltas, first, step, length)) {
            length++;
        }
        return length;
    }

    /** Keeps the runs in ascending order, none inside another. */
    private static boolean nothingSkipped(TreeMap<Integer, Integer> deltas, int first, int step, int length) {
        return step == 1 || !deltas.containsKey(first + step * length - 1);
    }

    private static TreeMap<Integer, Integer> deltas() {
        TreeMap<Integer, Integer> deltas = new TreeMap<>();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            int delta = UCharacter.toLowerCase(c) - c;
            if (delta != 0 && c != 0x130 && c != 0x3A3) {
                deltas.put(c, delta);
            }
        }
        return deltas;
    }
}

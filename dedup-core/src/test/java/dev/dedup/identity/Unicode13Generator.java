// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.identity;

import static java.util.stream.Collectors.joining;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
            words.add(
                    range.codepoint == range.codepointEnd
                            ? first
                            : first + "-" + Integer.toHexString(range.codepointEnd));
        }
        return words;
    }

    static List<String> lowerCase() {
        int[] deltas = deltas();
        List<String> runs = new ArrayList<>();
        for (int first = 0; first < deltas.length; first++) {
            if (deltas[first] != 0) {
                runs.add(takeRun(deltas, first));
            }
        }
        return runs;
    }

    private static String takeRun(int[] deltas, int first) {
        int delta = deltas[first];
        int step = length(deltas, first, 2) > length(deltas, first, 1) ? 2 : 1;
        int last = first + step * (length(deltas, first, step) - 1);
        for (int c = first; c <= last; c += step) {
            deltas[c] = 0;
        }
        return Stream.of(first, last, step, delta)
                .map(n -> Integer.toString(n, 16))
                .collect(joining(":"));
    }

    private static int length(int[] deltas, int first, int step) {
        int length = 1;
        while (deltas[first + step * length] == deltas[first] && skipsNothing(deltas, first + step * length, step)) {
            length++;
        }
        return length;
    }

    /** Keeps a run of every second letter from reaching over letters of another kind. */
    private static boolean skipsNothing(int[] deltas, int next, int step) {
        return step == 1 || deltas[next - 1] == 0;
    }

    private static int[] deltas() {
        int[] deltas = new int[Character.MAX_CODE_POINT + 1];
        for (int c = 0; c < deltas.length; c++) {
            boolean byContext = c == 0x130 || c == 0x3A3;
            deltas[c] = byContext ? 0 : UCharacter.toLowerCase(c) - c;
        }
        return deltas;
    }
}

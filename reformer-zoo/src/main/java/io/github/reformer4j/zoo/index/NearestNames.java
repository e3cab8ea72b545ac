package io.github.reformer4j.zoo.index;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant: few letters away, or with what was typed in them. */
final class NearestNames {

    private static final int MOST = 3;

    /** One letter in so many may be wrong. */
    private static final int LETTERS_A_MISTAKE = 3;

    private NearestNames() {}

    /** At most three, the nearest first. */
    static List<String> to(String typed, List<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> isNear(wanted, name))
                .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
                .limit(MOST)
                .toList();
    }

    private static boolean isNear(String wanted, String name) {
        boolean part = wanted.length() >= LETTERS_A_MISTAKE && name.contains(wanted);
        return part || distance(wanted, name) <= Math.max(2, name.length() / LETTERS_A_MISTAKE);
    }

    /** Levenshtein's: letters to insert, delete or replace. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

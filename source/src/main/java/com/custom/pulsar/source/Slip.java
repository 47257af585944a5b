package com.custom.pulsar.source;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody probably meant to write. */
final class Slip {

    private static final int MOST_EDITS = 3;

    private Slip() {}

    /**
     * The known name that differs by the fewest letters, ignoring case; null if all differ by more than a slip: three letters, or a
     * fifth of a short name.
     */
    static @Nullable String of(String given, Collection<String> known) {
        String wanted = given.toLowerCase(Locale.ROOT);
        int fewest = Math.max(1, Math.min(MOST_EDITS, wanted.length() / 5)) + 1;
        String nearest = null;
        for (String name : known) {
            if (Math.abs(name.length() - wanted.length()) < fewest) {
                int edits = edits(wanted, name.toLowerCase(Locale.ROOT));
                if (edits < fewest) {
                    fewest = edits;
                    nearest = name;
                }
            }
        }
        return nearest;
    }

    /** Insertions, deletions, replacements, and swaps of neighbours. */
    private static int edits(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, 1 + Math.min(last[j], next[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    next[j] = Math.min(next[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = next;
        }
        return last[b.length()];
    }
}

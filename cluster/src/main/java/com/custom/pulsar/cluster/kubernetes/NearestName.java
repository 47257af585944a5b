package com.custom.pulsar.cluster.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Guesses which known name was meant by an unknown one. */
final class NearestName {
    private static final int LONGEST = 200;
    private static final int MOST_MISTAKES = 3;

    private NearestName() {}

    /** The known name with the fewest letters changed, where those are few. */
    static Optional<String> of(String unknown, List<String> known) {
        return unknown.length() > LONGEST
                ? Optional.empty()
                : known.stream()
                        .filter(name -> name.length() <= LONGEST)
                        .min(Comparator.comparingInt(name -> distance(unknown, name)))
                        .filter(name -> distance(unknown, name) <= MOST_MISTAKES);
    }

    /** The edit distance of Levenshtein, by rows. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j - 1], row[j]) + 1);
            }
        }
        return row[b.length()];
    }
}

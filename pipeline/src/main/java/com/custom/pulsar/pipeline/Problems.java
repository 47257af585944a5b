package com.custom.pulsar.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is said at once. */
final class Problems {
    /** A file that was made to have a million of them is told of no more. */
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int more;

    Problems(String file) {
        this.file = file;
    }

    void add(Location location, String field, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(file, location.line(), location.column(), field, message));
        } else {
            more++;
        }
    }

    boolean any() {
        return !found.isEmpty();
    }

    /** In the order of the file. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        all.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (more > 0) {
            all.add(new Problem(file, 0, 0, "", "has " + more + " more problems; mend these first"));
        }
        return all;
    }

    void throwIfAny() {
        if (any()) {
            throw new PipelineFileException(all());
        }
    }
}

package com.custom.pulsar.benchmarks;

/** How exactly a batch arrived. */
record Tally(int expected, long missing, long duplicates) {
    /** Nothing to count: the contender is a limit, which has no rows of ours. */
    static final Tally NONE = new Tally(0, 0, 0);

    boolean isExact() {
        return missing == 0 && duplicates == 0;
    }

    /** Empty if exact, else what is wrong. */
    String text() {
        if (isExact()) {
            return "";
        }
        return "of " + expected + " rows " + missing + " missing, " + duplicates + " repeated";
    }
}

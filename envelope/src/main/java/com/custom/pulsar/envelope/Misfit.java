package com.custom.pulsar.envelope;

/** What does not fit, and where: told from the inside outwards. For one value. */
final class Misfit {
    private final StringBuilder path = new StringBuilder();
    private String problem = "";

    /** Says why, and gives -1, which says so to whoever asked for the end. */
    int because(String why) {
        path.setLength(0);
        problem = why;
        return -1;
    }

    int because(byte first, String wanted) {
        return because("is " + JsonShape.kind(first) + " where the schema has " + wanted);
    }

    int in(String member) {
        path.insert(0, path.length() == 0 ? member : member + ".");
        return -1;
    }

    String text() {
        return path.length() == 0 ? "the event " + problem : path + " " + problem;
    }
}

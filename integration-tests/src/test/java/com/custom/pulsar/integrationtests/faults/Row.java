package com.custom.pulsar.integrationtests.faults;

import java.util.Map;

/** The text of a row by which the log's and a topic's can be compared. */
final class Row {
    /** A large value that an update has left alone, which is not in the log. */
    static final String UNCHANGED = "(unchanged)";

    private static final int SHOWN = 20;

    private Row() {}

    /** All columns but the key; long values by their hash. */
    static String text(Map<String, String> columns) {
        StringBuilder text = new StringBuilder();
        columns.forEach((name, value) -> {
            if (!name.equals("id")) {
                text.append(name)
                        .append('=')
                        .append(value.length() > SHOWN ? "#" + value.length() + "#" + value.hashCode() : value)
                        .append(' ');
            }
        });
        return text.toString().strip();
    }
}

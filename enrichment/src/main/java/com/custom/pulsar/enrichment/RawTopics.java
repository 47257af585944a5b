package com.custom.pulsar.enrichment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which topics the function reads. */
final class RawTopics {
    static final String ENRICHED = "-enriched";
    static final String DEAD_LETTERS = "-dlq";

    static final String LAST_KNOWN = "-last-known";

    private static final String REPLAY = "-replay";

    /** A broker lists the topics of a partitioned one each, also those of an output that somebody made partitioned. */
    private static final String PARTITION = "-partition-\\d+";

    private static final Pattern PARTITIONED = Pattern.compile("(.*)" + PARTITION);

    private RawTopics() {}

    /** All topics {@code <prefix>.…} of the namespace but the function's own outputs. */
    static Pattern pattern(String tenant, String namespace, String prefix) {
        return Pattern.compile(namespace(tenant, namespace) + names(prefix));
    }

    /**
     * The same and the replay topic of the function {@code name}.
     *
     * @see #replay
     */
    static Pattern withReplay(String tenant, String namespace, String prefix, String name) {
        // The client takes what stands before the last slash for the namespace.
        return Pattern.compile(
                namespace(tenant, namespace) + "(" + names(prefix) + "|" + Pattern.quote(name + REPLAY) + ")");
    }

    private static String namespace(String tenant, String namespace) {
        return "persistent://" + tenant + "/" + namespace + "/";
    }

    private static String names(String prefix) {
        String outputs = "(?!.*(" + ENRICHED + "|" + DEAD_LETTERS + ")(" + PARTITION + ")?$)";
        return Pattern.quote(prefix) + "\\." + outputs + ".*";
    }

    /** Where the letters of the function {@code name} come from that are to be tried once more. */
    static String replay(String tenant, String namespace, String name) {
        return namespace(tenant, namespace) + name + REPLAY;
    }

    /** Where the function {@code name} keeps the last known values of rows. */
    static String lastKnown(String tenant, String namespace, String name) {
        return namespace(tenant, namespace) + name + LAST_KNOWN;
    }

    static String withoutPartition(String topic) {
        Matcher matcher = PARTITIONED.matcher(topic);
        return matcher.matches() ? matcher.group(1) : topic;
    }
}

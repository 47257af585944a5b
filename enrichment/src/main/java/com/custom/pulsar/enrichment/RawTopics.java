package com.custom.pulsar.enrichment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which topics the function reads. */
final class RawTopics {
    static final String ENRICHED = "-enriched";
    static final String DEAD_LETTERS = "-dlq";

    /** A broker lists the topics of a partitioned one each, also those of an output that somebody made partitioned. */
    private static final String PARTITION = "-partition-\\d+";

    private static final Pattern PARTITIONED = Pattern.compile("(.*)" + PARTITION);

    private RawTopics() {}

    /** All topics {@code <prefix>.…} of the namespace but the function's own outputs. */
    static Pattern pattern(String tenant, String namespace, String prefix) {
        String outputs = "(?!.*(" + ENRICHED + "|" + DEAD_LETTERS + ")(" + PARTITION + ")?$)";
        return Pattern.compile(
                "persistent://" + tenant + "/" + namespace + "/" + Pattern.quote(prefix) + "\\." + outputs + ".*");
    }

    static String withoutPartition(String topic) {
        Matcher matcher = PARTITIONED.matcher(topic);
        return matcher.matches() ? matcher.group(1) : topic;
    }
}

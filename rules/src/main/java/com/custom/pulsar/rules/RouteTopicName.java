package com.custom.pulsar.rules;

import java.util.Optional;
import java.util.regex.Pattern;

/*
 * A raw topic always has a dot in its name, behind the prefix, and the topics of enriched events and dead letters have it from there. So
 * without a dot no route ends at an input of this pipeline or another one, and none makes a loop.
 */
/** What a topic may be called that events are routed to. */
public final class RouteTopicName {
    /** The characters of a name. */
    public static final String CHARACTERS = "[A-Za-z0-9_-]{1,100}";

    /** What other topics of a pipeline end with. */
    public static final String TAKEN =
            "(enriched|dlq|offsets|debezium-offset-topic|signals|notifications|replay|last-known|partition-[0-9]+)";

    private static final Pattern NAME = Pattern.compile(CHARACTERS);
    private static final Pattern TAKEN_NAME = Pattern.compile(".*-" + TAKEN);

    private RouteTopicName() {}

    /** What is wrong with a name, without the name itself; empty if it may be used. */
    public static Optional<String> problem(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "is not the name of a topic to route to; use up to 100 letters, digits, - and _, without a dot, which only topics"
                            + " of tables have, such as big-orders");
        }
        return TAKEN_NAME.matcher(name).matches()
                ? Optional.of(
                        "ends like another topic of a pipeline; choose a name without -enriched, -dlq, -offsets,"
                                + " -debezium-offset-topic, -signals, -notifications, -replay, -last-known or -partition-0 at its end")
                : Optional.empty();
    }
}

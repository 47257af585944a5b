package com.custom.pulsar.rules;

import java.util.List;
import java.util.Optional;

/**
 * One route as somebody wrote it.
 *
 * @param when which events take it; empty for all of them
 * @param to where they go
 * @param enriched whether they go to the enriched topic as well
 */
public record RouteTexts(Optional<String> when, Target to, boolean enriched) {
    /** How many topics one route may name. */
    public static final int MOST_NAMES = 20;

    /** The highest {@link Computed#most}. */
    public static final int MOST_COMPUTED = 1_000;

    /** The {@link Computed#most} of a route that does not say one. */
    public static final int DEFAULT_MOST = 100;

    /** The topics of a route. */
    public sealed interface Target {}

    /** Topics by their names in the pipeline's namespace, at least one. */
    public record Named(List<String> topics) implements Target {
        public Named {
            topics = List.copyOf(topics);
            if (topics.isEmpty() || topics.size() > MOST_NAMES) {
                throw new IllegalArgumentException("has to name 1 to " + MOST_NAMES + " topics");
            }
            topics.forEach(topic -> RouteTopicName.problem(topic).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            }));
        }
    }

    /**
     * A topic whose name a rule gives.
     *
     * @param topic the rule, which gives a name in the pipeline's namespace
     * @param pattern what the whole name has to match, in RE2
     * @param most how many topics of the namespace may match it
     */
    public record Computed(String topic, String pattern, int most) implements Target {
        public Computed {
            if (most < 1 || most > MOST_COMPUTED) {
                throw new IllegalArgumentException(
                        "has to be a number of topics between 1 and " + MOST_COMPUTED + ", such as " + DEFAULT_MOST);
            }
        }
    }
}

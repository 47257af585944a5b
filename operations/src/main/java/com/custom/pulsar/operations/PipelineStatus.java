package com.custom.pulsar.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How a pipeline is, at one moment.
 *
 * @param sources at least one, the one of {@code source.name} first
 * @param lag entries of raw topics that the function has not yet dealt with; the sum of {@link Topic#backlog}
 */
public record PipelineStatus(List<Source> sources, Function function, List<Topic> topics, long lag) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A source's one instance. Counts begin at 0 with each start of the instance.
     *
     * @param deployed whether Pulsar knows it; if not, all behind it is 0, false and empty
     * @param halted whether it waits for somebody to mend something: see the last error
     * @param restarts since it was last started by Pulsar on request
     * @param received events taken from the database, tombstones among them
     * @param written events stored by the broker
     * @param lastError in one line, of the running instance; empty if it has none
     */
    public record Source(
            String name,
            boolean deployed,
            boolean running,
            boolean halted,
            long restarts,
            long received,
            long written,
            String lastError) {
        /** Whether events come from it. */
        @JsonIgnore
        public boolean isWell() {
            return running && !halted;
        }
    }

    /**
     * The function's instances. Counts are of all of them, begin at 0 with each start of an instance and count messages, not entries.
     *
     * @param deployed whether Pulsar knows it; if not, all else is 0, false and empty
     * @param running whether all instances run
     * @param instances how many there are to be
     * @param received messages taken from raw topics
     * @param enriched events stored on enriched topics, tombstones not among them
     * @param filtered events that a filter dropped
     * @param routed events and tombstones stored on topics of routes, once for each
     * @param halted whether the function waits for somebody to mend something
     * @param lastError in one line, of a running instance; empty if none has one
     */
    public record Function(
            boolean deployed,
            boolean running,
            int instances,
            long restarts,
            long received,
            long enriched,
            long tombstones,
            long filtered,
            long routed,
            long deadLetters,
            boolean halted,
            String lastError) {}

    /**
     * One raw topic and what the function made of it. Figures are entries as the broker stores them: exact where producers do
     * not batch, otherwise a batch counts once. They survive restarts, and fall when retention removes old entries.
     *
     * @param topic the raw topic's full name
     * @param stored entries on the raw topic
     * @param backlog of those, not yet acknowledged by the function
     * @param enriched entries on the enriched topic
     * @param deadLetters entries on the dead-letter topic
     */
    public record Topic(String topic, long stored, long backlog, long enriched, long deadLetters) {}

    public PipelineStatus {
        sources = List.copyOf(sources);
        topics = List.copyOf(topics);
    }

    /** The first source, or the first one from which no events come. */
    public Source source() {
        return sources.stream().filter(source -> !source.isWell()).findFirst().orElse(sources.get(0));
    }

    /** One line of JSON with the names of the components above; {@code source} is the first of the sources. */
    public String toJson() {
        try {
            ObjectNode root = JSON.createObjectNode();
            root.set("source", JSON.valueToTree(sources.get(0)));
            root.setAll((ObjectNode) JSON.valueToTree(this));
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status is always writable", e);
        }
    }
}

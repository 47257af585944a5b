package com.custom.pulsar.pipeline;

import java.util.regex.Pattern;

/** The names of one pipeline that PostgreSQL, Pulsar and their users see; each of them comes from the pipeline file. */
public final class PipelineNames {
    /** What the name of a topic of enriched events ends with. */
    public static final String ENRICHED = "-enriched";
    /** What the name of a topic of dead letters ends with. */
    public static final String DEAD_LETTERS = "-dlq";

    /** What the name of the topic ends with in which the connector that Pulsar ships stores its position. */
    public static final String SHIPPED_OFFSETS = "-debezium-offset-topic";

    static final String OFFSETS = "-offsets";
    static final String SIGNALS = "-signals";
    static final String NOTIFICATIONS = "-notifications";
    static final String REPLAY = "-replay";
    static final String LAST_KNOWN = "-last-known";

    private static final Pattern TAKEN = Pattern.compile(".*(" + ENRICHED + "|" + DEAD_LETTERS + "|-partition-\\d+)");
    /** The subscription that keeps a topic from being trimmed although nobody reads it. */
    public static final String GUARD_SUBSCRIPTION = "pulsar-cdc-guard";

    private final Pipeline pipeline;

    PipelineNames(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The replication slot, named after the pipeline unless its file names one; at most 63 characters. */
    public String slot() {
        return slot(pipeline.name(), pipeline.source());
    }

    static String slot(String pipeline, PostgresSource source) {
        return source.postgres().slot().orElseGet(() -> ofPipeline(pipeline));
    }

    /** The publication, named after the pipeline unless its file names one. */
    public String publication() {
        return publication(pipeline.name(), pipeline.source());
    }

    static String publication(String pipeline, PostgresSource source) {
        return source.postgres().publication().orElseGet(() -> ofPipeline(pipeline));
    }

    private static String ofPipeline(String name) {
        return "pulsar_cdc_" + name.replace('-', '_');
    }

    /**
     * The topic of a table's events as they leave the source. A table whose name would make it another kind of topic has an
     * underscore behind it.
     */
    public String rawTopic(TableName table) {
        return rawTopic(pipeline.topics(), table);
    }

    static String rawTopic(Topics topics, TableName table) {
        return topic(topics, topics.prefix() + "." + topicPart(table));
    }

    /** The topic of enriched events of the given raw topic (full name). */
    public String enrichedTopic(String rawTopic) {
        return rawTopic + ENRICHED;
    }

    /** The topic of what is no event, of the given raw topic (full name). */
    public String deadLetterTopic(String rawTopic) {
        return rawTopic + DEAD_LETTERS;
    }

    /** A topic that routes send events to, by its name in the pipeline's namespace. */
    public String routeTopic(String name) {
        return topic(name);
    }

    /** Where the source stores its offsets. */
    public String offsetsTopic() {
        String end = pipeline.source().connector() == Connector.BUILTIN ? SHIPPED_OFFSETS : OFFSETS;
        return topic(pipeline.source().name() + end);
    }

    /** Where the source is told things while it runs. */
    public String signalsTopic() {
        return topic(pipeline.source().name() + SIGNALS);
    }

    /** Where the source tells how snapshots of single tables go. */
    public String notificationsTopic() {
        return topic(pipeline.source().name() + NOTIFICATIONS);
    }

    /** The subscription with which the source reads its signals. */
    public String signalSubscription() {
        return "pulsar-cdc-source";
    }

    /** Where the function is told what to process again. */
    public String replayTopic() {
        return topic(pipeline.enrichment().name() + REPLAY);
    }

    /** Where the function keeps the last known values of rows. */
    public String lastKnownTopic() {
        return topic(pipeline.enrichment().name() + LAST_KNOWN);
    }

    /**
     * The topic that the source's configuration names. Every event says its own topic, so nothing is published here, but
     * without a topic Pulsar runs a source that can publish nothing at all.
     */
    public String sourceTopic() {
        return topic(pipeline.topics().prefix());
    }

    /** The subscription with which the function reads the raw topics. */
    public String subscription() {
        return pipeline.enrichment().name();
    }

    /** Keeps offsets and dead letters until somebody has dealt with them. */
    public String guardSubscription() {
        return GUARD_SUBSCRIPTION;
    }

    /** Matches the full names of all raw topics, and of no other topic. */
    public Pattern rawTopics() {
        return Pattern.compile(topicExpression("(?!.*(-enriched|-dlq)$).*"));
    }

    /** Matches the full names of all topics of enriched events. */
    public Pattern enrichedTopics() {
        return Pattern.compile(topicExpression(".*" + ENRICHED));
    }

    /** Matches the full names of all topics of dead letters, that of what was refused on the replay topic among them. */
    public Pattern deadLetterTopics() {
        // A client that follows a pattern takes what stands before its last slash for the namespace.
        String ofTables = pipeline.topics().prefix() + "\\..*" + DEAD_LETTERS;
        String ofReplay = Pattern.quote(pipeline.enrichment().name() + REPLAY + DEAD_LETTERS);
        return Pattern.compile(topic("").replace(".", "\\.") + "(" + ofTables + "|" + ofReplay + ")");
    }

    /** {@code tenant/namespace}, as Pulsar's admin interface wants it. */
    public String namespace() {
        return pipeline.topics().tenant() + "/" + pipeline.topics().namespace();
    }

    /** Whether the table's own name, as Debezium writes it, says that its topic is a raw one. */
    public static boolean isOfRawTopic(TableName table) {
        return !TAKEN.matcher(written(table)).matches();
    }

    /** The table's part of its raw topic's name: as Debezium writes it, and with an underscore behind what another kind ends with. */
    static String topicPart(TableName table) {
        return isOfRawTopic(table) ? written(table) : written(table) + "_";
    }

    private static String written(TableName table) {
        return table.toString().replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private String topic(String name) {
        return topic(pipeline.topics(), name);
    }

    private static String topic(Topics topics, String name) {
        return "persistent://" + topics.tenant() + "/" + topics.namespace() + "/" + name;
    }

    private String topicExpression(String tables) {
        return topic(pipeline.topics().prefix()).replace(".", "\\.") + "\\." + tables;
    }
}

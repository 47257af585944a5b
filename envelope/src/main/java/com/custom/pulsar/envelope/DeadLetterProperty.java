package com.custom.pulsar.envelope;

/** Names of the message properties of a dead letter, beside those that the event itself had. */
public final class DeadLetterProperty {
    /** Why: {@link DeadLetterReason#code}. */
    public static final String REASON = "cdc.reason";
    /** What exactly is wrong, without any value of the row. */
    public static final String DETAIL = "cdc.detail";
    /** The key of the pipeline file under which the rule stands that failed, such as {@code enrichment.filter}. */
    public static final String RULE = "cdc.rule";
    /** Where in the value, as a number of bytes from its beginning. */
    public static final String OFFSET = "cdc.offset";
    /** Full name of the raw topic. */
    public static final String TOPIC = "cdc.topic";
    /** Id of the message on the raw topic, if it was there. */
    public static final String MESSAGE_ID = "cdc.message_id";
    /** The key as JSON text, if there is one. */
    public static final String KEY = "cdc.key";

    private DeadLetterProperty() {}
}

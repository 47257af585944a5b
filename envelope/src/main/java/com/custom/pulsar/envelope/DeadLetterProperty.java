package com.custom.pulsar.envelope;

import java.util.Set;

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

    /** How often the event was put aside by the function, from 1 on. */
    public static final String ATTEMPT = "cdc.attempt";
    /** When it was put aside, in milliseconds since the epoch. */
    public static final String TIME = "cdc.time";
    /** On the replay topic: which letter it is, by topic and id. */
    public static final String LETTER = "cdc.letter";
    /** On what was made of a letter that was replayed: id of its message on the replay topic. */
    public static final String REPLAY_ID = "cdc.replay_id";

    /** All that a letter has and the event itself has not. */
    public static final Set<String> ALL =
            Set.of(REASON, DETAIL, RULE, OFFSET, TOPIC, MESSAGE_ID, KEY, ATTEMPT, TIME, LETTER, REPLAY_ID);

    private DeadLetterProperty() {}
}

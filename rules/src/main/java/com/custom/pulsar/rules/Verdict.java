package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.DeadLetterReason;

/** What the rules of a pipeline say of one event. */
public sealed interface Verdict {
    /**
     * It goes on.
     *
     * @param members the computed fields as members of a JSON object, a comma before each; empty if none is computed
     * @param destinations where to
     */
    @SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared: one for each event.
    record Kept(byte[] members, Destinations destinations) implements Verdict {}

    /**
     * A filter says no.
     *
     * @param filter the key of the pipeline file under which it stands
     */
    record Dropped(String filter) implements Verdict {}

    /**
     * It does not meet what events have to.
     *
     * @param rule the key of the pipeline file under which that stands
     * @param problem why, in plain words and without any part of the event
     */
    record Invalid(DeadLetterReason reason, String rule, String problem, OnInvalid onInvalid) implements Verdict {}

    /**
     * A rule cannot be evaluated for it, or gives what cannot be used.
     *
     * @param rule the key of the pipeline file under which the rule stands
     * @param problem why, in plain words and without any part of the event
     */
    record Failed(DeadLetterReason reason, String rule, String problem) implements Verdict {}
}

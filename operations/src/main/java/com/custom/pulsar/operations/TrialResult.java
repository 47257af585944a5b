package com.custom.pulsar.operations;

import com.custom.pulsar.envelope.DeadLetterReason;
import java.util.List;
import java.util.Optional;

/** What a deployed function would do with an event. */
public sealed interface TrialResult {
    /**
     * It goes on.
     *
     * @param value the event as it would stand on each topic
     * @param enriched whether it goes to the enriched topic
     * @param routed the names of the topics that routes send it to
     */
    @SuppressWarnings("ArrayRecordComponent") // Neither copied nor compared.
    record Enriched(byte[] value, boolean enriched, List<String> routed) implements TrialResult {}

    /**
     * A null value, which goes to the enriched topic as it is.
     *
     * @param routed the names of the topics that routes send it to as well
     */
    record Tombstone(List<String> routed) implements TrialResult {}

    /**
     * It is dropped.
     *
     * @param filter the key of the pipeline file under which the filter stands, or the constraint that it does not meet
     */
    record Filtered(String filter) implements TrialResult {}

    /**
     * The function halts at it.
     *
     * @param constraint the key of the pipeline file under which the constraint stands that it does not meet
     */
    record Halts(String constraint) implements TrialResult {}

    /**
     * It goes to the dead letters.
     *
     * @param rule the key of the pipeline file under which the rule stands that failed, if one did
     * @param detail what exactly is wrong, without any value of the row
     */
    record DeadLetter(DeadLetterReason reason, Optional<String> rule, String detail) implements TrialResult {}

    /**
     * The function never reads it.
     *
     * @param reason why, in plain words
     */
    record NotRead(String reason) implements TrialResult {}
}

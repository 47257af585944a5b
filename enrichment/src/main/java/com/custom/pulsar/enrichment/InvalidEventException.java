package com.custom.pulsar.enrichment;

import com.custom.pulsar.rules.Verdict;

/** An event does not meet what the pipeline file asks for, and the pipeline file wants the function to halt then. */
final class InvalidEventException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidEventException(RawEvent event, Verdict.Invalid invalid) {
        super("the event " + event.id() + " does not meet " + invalid.rule() + ": " + invalid.problem());
    }
}

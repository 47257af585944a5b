package com.custom.pulsar.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/** A rule cannot go on with an event, for a reason that CEL does not know, such as a limit; the reason names no value. */
final class RuleFailureException extends CelRuntimeException {
    private final String reason;

    RuleFailureException(String reason) {
        super(new IllegalStateException(reason), CelErrorCode.INVALID_ARGUMENT);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

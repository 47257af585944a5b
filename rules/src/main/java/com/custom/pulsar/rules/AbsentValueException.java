package com.custom.pulsar.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/**
 * A rule read a value that is NULL, or an image that the event does not have. For CEL it is an error like any other, so that {@code ||}
 * and {@code &&} go on where their other side decides, as SQL does with NULL.
 */
final class AbsentValueException extends CelRuntimeException {
    AbsentValueException() {
        super(new IllegalStateException("absent"), CelErrorCode.ATTRIBUTE_NOT_FOUND);
    }

    /** Thrown for every NULL that a rule meets, so it costs no walk over the stack. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

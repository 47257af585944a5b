package com.custom.pulsar.securitycustomizer;

import java.util.List;

/** A function may not run as it was asked for. The message, one line, is shown to the submitter. */
final class FunctionRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    FunctionRefusedException(FunctionName function, List<String> reasons) {
        super("The security customizer refuses " + function + ": " + String.join("; ", reasons));
    }
}

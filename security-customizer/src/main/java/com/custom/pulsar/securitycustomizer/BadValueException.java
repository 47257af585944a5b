package com.custom.pulsar.securitycustomizer;

/** A value of one setting that cannot be meant: what is wrong with it, and what would be right. */
final class BadValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String expected;

    /**
     * @param problem completes "value … ", such as "is not a whole number"; quotes nothing that is not escaped
     * @param expected completes "expected …", such as "a whole number from 0 to 100"
     */
    BadValueException(String problem, String expected) {
        super(problem);
        this.expected = expected;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String expected() {
        return expected;
    }
}

package com.custom.pulsar.podsecurity.harden;

/** Which of two values of a field is the tighter one. */
public enum Tightening {
    TRUE_IS_TIGHTER("true is tighter"),
    FALSE_IS_TIGHTER("false is tighter"),
    /** A superset is tighter; of two sets that differ both ways neither is. */
    MORE_IS_TIGHTER("more is tighter"),
    /** A subset is tighter; of two sets that differ both ways neither is. */
    FEWER_IS_TIGHTER("fewer is tighter"),
    /**
     * {@code Default} is tighter than {@code Unmasked}, {@code RuntimeDefault} than {@code Unconfined}. A proposed {@code
     * Localhost} is incomparable: what the node's profile allows is not known here.
     */
    EARLIER_CHOICE_IS_TIGHTER("the earlier choice is tighter, and a Localhost profile cannot be compared"),
    /** A lower number is looser; whether a higher one is wanted cannot be told. */
    AT_LEAST("a minimum: lower is looser, higher cannot be compared"),
    /** Two different values are incomparable. */
    NO_DIRECTION("no direction");

    private final String description;

    Tightening(String description) {
        this.description = description;
    }

    /** The direction in words, for documents and refusals. */
    public String description() {
        return description;
    }
}

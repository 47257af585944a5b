package com.custom.pulsar.podsecurity;

/** What the API server decodes a value into. */
sealed interface ValueType {

    /** What would be right, for people to read. */
    String expected();

    /** A value without fields or elements. */
    enum Scalar implements ValueType {
        BOOL("bool", "true or false"),
        STRING("string", "a string"),
        INT32("int32", "a whole number of 32 bits"),
        INT64("int64", "a whole number of 64 bits"),
        QUANTITY("quantity", "a quantity such as 500m or 1Gi"),
        INT_OR_STRING("intOrString", "a whole number of 32 bits or a string"),
        TIME("time", "a time such as 2026-01-31T12:00:00Z"),
        /** Stored by the API server as it comes. */
        ANY("any", "any value");

        private final String word;
        private final String expected;

        Scalar(String word, String expected) {
            this.word = word;
            this.expected = expected;
        }

        /** The scalar's word in the table of types. */
        String word() {
            return word;
        }

        @Override
        public String expected() {
            return expected;
        }
    }

    /**
     * An object with known fields.
     *
     * @param name the name of the type in Kubernetes
     */
    record Fields(String name) implements ValueType {
        @Override
        public String expected() {
            return "an object";
        }
    }

    /** A list. */
    record ListOf(ValueType element) implements ValueType {
        @Override
        public String expected() {
            return "a list";
        }
    }

    /** An object whose keys people choose. */
    record MapOf(ValueType value) implements ValueType {
        @Override
        public String expected() {
            return "an object";
        }
    }
}

package com.custom.pulsar.enrichment;

/**
 * Which of the function's instances this is.
 *
 * @param number from 0 on
 * @param count how many there are
 */
record Instance(String function, int number, int count) {
    /** Whether it reads everything itself. */
    boolean isAlone() {
        return count == 1;
    }

    /** The same for each of its lives, and for no other instance. */
    String producerName() {
        return isAlone() ? function : function + "-" + number;
    }
}

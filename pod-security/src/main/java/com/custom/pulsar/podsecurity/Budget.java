package com.custom.pulsar.podsecurity;

/**
 * How many values are read before an object counts as too large: YAML aliases can make a few lines stand for billions of
 * values. A request that the API server takes has room for fewer than the limit of one object.
 */
final class Budget {

    static final int VALUES_OF_AN_OBJECT = 1_000_000;
    static final int VALUES_OF_ALL_OBJECTS = 5_000_000;

    private int left = VALUES_OF_ALL_OBJECTS;
    private int leftForObject = VALUES_OF_AN_OBJECT;

    /** Begins the next object of a list. */
    void nextObject() {
        leftForObject = VALUES_OF_AN_OBJECT;
    }

    /** Takes one value; false where there is none left. */
    boolean spend() {
        if (isExhausted()) {
            return false;
        }
        left--;
        leftForObject--;
        return true;
    }

    boolean isExhausted() {
        return isExhaustedForAll() || isExhaustedForObject();
    }

    boolean isExhaustedForObject() {
        return leftForObject == 0;
    }

    boolean isExhaustedForAll() {
        return left == 0;
    }
}

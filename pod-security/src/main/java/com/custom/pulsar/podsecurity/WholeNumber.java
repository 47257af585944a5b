package com.custom.pulsar.podsecurity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Reads the whole numbers that JSON and YAML parsers give in various types. A Double with a whole value is that number, since
 * some parsers have no other type for numbers.
 */
final class WholeNumber {

    private WholeNumber() {}

    /** The number, or empty where it is no whole number or does not fit into 64 bits. */
    static Optional<Long> of(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return Optional.of(number.longValue());
        }
        if (number instanceof BigInteger integer) {
            return integer.bitLength() < Long.SIZE ? Optional.of(integer.longValue()) : Optional.empty();
        }
        if (number instanceof Double || number instanceof Float) {
            // By its digits, as Kubernetes' tools write it into JSON.
            return Double.isFinite(number.doubleValue()) ? of(new BigDecimal(number.toString())) : Optional.empty();
        }
        return number instanceof BigDecimal decimal ? of(decimal) : Optional.empty();
    }

    private static Optional<Long> of(BigDecimal number) {
        // Cheap for 1e1000000000 as well: longValueExact looks at the number of digits first.
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}

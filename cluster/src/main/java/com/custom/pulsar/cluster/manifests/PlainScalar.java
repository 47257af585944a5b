package com.custom.pulsar.cluster.manifests;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What unquoted text stands for where kubectl and Helm read it: they take YAML 1.1 with Go's notion of numbers, so {@code yes}
 * and {@code n} are Booleans, {@code 0644} and {@code 0o644} are octal, {@code 1e3} is a number and {@code 12:30} is text.
 */
final class PlainScalar {
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final int[] RADIX = {16, 2, 8, 10};
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private PlainScalar() {}

    /** A String, Boolean, Long, BigInteger (above the largest Long), Double or null. */
    static @Nullable Object resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> false;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            default -> number(text).orElse(text);
        };
    }

    private static Optional<Object> number(String text) {
        char first = text.charAt(0);
        if (first == '.') {
            return decimal(text);
        }
        if (first != '-' && first != '+' && (first < '0' || first > '9')) {
            return Optional.empty();
        }
        String digits = text.replace("_", "");
        return integer(digits).or(() -> decimal(digits));
    }

    private static Optional<Object> integer(String text) {
        var matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (int group = 2; group <= RADIX.length + 1; group++) {
            if (matcher.group(group) != null) {
                BigInteger value = new BigInteger(matcher.group(group), RADIX[group - 2]);
                return within(
                        "-".equals(matcher.group(1)) ? value.negate() : value,
                        !matcher.group(1).isEmpty());
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> within(BigInteger value, boolean isSigned) {
        if (value.bitLength() < Long.SIZE) {
            return Optional.of(value.longValueExact());
        }
        return isSigned || value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0
                ? Optional.empty()
                : Optional.of(value);
    }

    private static Optional<Object> decimal(String text) {
        if (!FLOAT.matcher(text).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text);
        // Go takes what is too large for text.
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
    }
}

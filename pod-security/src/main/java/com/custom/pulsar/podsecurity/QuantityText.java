package com.custom.pulsar.podsecurity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values the API server takes for a quantity (resource.Quantity): a number, then a suffix or a decimal exponent. It is
 * more generous than its documentation, and so is this: {@code +}, {@code .} and {@code Ki} are zero.
 */
final class QuantityText {

    private static final Pattern SHAPE = Pattern.compile(
            "(?<number>[+-]?[0-9]*(?:\\.[0-9]*)?)(?<suffix>|[numkMGTPE]|[KMGTPE]i|[eE](?<exponent>[+-]?[0-9]+))");
    /** Below it, and with these suffixes, the API server reads the number a second way, and that way wants a digit. */
    private static final int SMALLEST_EXPONENT_WITHOUT_DIGITS = -9;

    private static final Pattern SUFFIX_THAT_WANTS_A_DIGIT = Pattern.compile("[PE]i");
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]*");

    private QuantityText() {}

    static boolean accepts(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue());
        }
        return number instanceof BigDecimal
                || number instanceof BigInteger
                || WholeNumber.of(number).isPresent();
    }

    static boolean accepts(String text) {
        String trimmed = trim(text);
        Matcher matcher = SHAPE.matcher(trimmed);
        if (trimmed.isEmpty() || !matcher.matches()) {
            return false;
        }
        String exponent = matcher.group("exponent");
        long power = 0;
        if (exponent != null) {
            try {
                power = Long.parseLong(exponent);
            } catch (NumberFormatException e) {
                return false;
            }
        }
        boolean digitsWanted =
                SUFFIX_THAT_WANTS_A_DIGIT.matcher(matcher.group("suffix")).matches()
                        // The API server keeps 32 bits of the exponent.
                        || (int) power < SMALLEST_EXPONENT_WITHOUT_DIGITS;
        return !digitsWanted || !NO_DIGIT.matcher(matcher.group("number")).matches();
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Control characters are not among them: JSON escapes them, and the API server does not undo that here. */
    private static boolean isSpace(char character) {
        return Character.isSpaceChar(character) || character == '\u0085';
    }
}

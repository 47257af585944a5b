package com.custom.pulsar.securitycustomizer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of a setting as it arrives: the broker's YAML gives texts, numbers, booleans, lists and maps; the image's script makes
 * a text of nearly every environment variable, a floating-point number of {@code 1e3}, and a map with the keys {@code 0}, {@code 1}
 * … of {@code …_drop_0}. What can be meant in one way only is taken, everything else is a {@link BadValueException}: there is no
 * trimming, no octal or hexadecimal number, and an empty value never means "the default".
 */
record RawValue(@Nullable Object value) {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]*");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,3}");
    private static final String UNSET = "unset";
    private static final int LONGEST_DOCUMENT = 65_536;

    /** Whether it is the word that takes a field out of the policy. */
    boolean isUnset() {
        return UNSET.equals(value);
    }

    /** @throws BadValueException if it is null, the text {@code null} or {@code ~}, or an empty text */
    RawValue present(String expected) {
        if (value == null || value.equals("null") || value.equals("~") || value.equals("")) {
            throw new BadValueException("says nothing", expected);
        }
        return this;
    }

    boolean asBoolean() {
        String expected = "true or false";
        present(expected);
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.equals("true") || lower.equals("false")) {
                return lower.equals("true");
            }
        }
        throw new BadValueException("is no boolean", expected);
    }

    long asInteger(long min, long max) {
        String expected = "a whole number from " + min + " to " + max;
        present(expected);
        BigDecimal number;
        if (value instanceof String text) {
            if (!WHOLE_NUMBER.matcher(text).matches() || text.length() > 20) {
                throw new BadValueException("is no whole number in plain decimal digits", expected);
            }
            number = new BigDecimal(text);
        } else if (value instanceof Number) {
            number = decimal(expected);
        } else {
            throw new BadValueException("is no number", expected);
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new BadValueException("is out of range", expected);
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new BadValueException("is no whole number", expected);
        }
    }

    private BigDecimal decimal(String expected) {
        try {
            return new BigDecimal(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new BadValueException("is no finite number", expected);
        }
    }

    /** A text; a boolean or whole number that YAML made of one is taken back. */
    String asText(String expected) {
        present(expected);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Boolean || isWhole()) {
            return String.valueOf(value);
        }
        if (value instanceof Number) {
            throw new BadValueException("is a number whose digits are lost already", expected + ", in quotes");
        }
        throw new BadValueException("is no text", expected);
    }

    /** The value of a label or annotation: a text that may be empty and may spell {@code null}. */
    String asMapText(String expected) {
        return value instanceof String text ? text : asText(expected);
    }

    private boolean isWhole() {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Short;
    }

    /** A list, a map with the keys 0 to n-1, a JSON array as text, or texts with commas between them. */
    List<RawValue> asList(String expected) {
        present(expected);
        if (value instanceof List<?> list) {
            return list.stream().map(RawValue::new).toList();
        }
        if (value instanceof Map<?, ?> map) {
            return indexed(map, expected);
        }
        if (value instanceof String text && text.startsWith("[")) {
            if (document(text, expected) instanceof List<?> list) {
                return list.stream().map(RawValue::new).toList();
            }
        }
        return separated(asText(expected), expected);
    }

    private static List<RawValue> separated(String text, String expected) {
        List<RawValue> elements = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            // Nobody writes a blank beside a comma and means it as part of a name.
            String stripped = element.replaceAll("^ +| +$", "");
            if (stripped.isEmpty()) {
                throw new BadValueException("has an empty element", expected);
            }
            elements.add(new RawValue(stripped));
        }
        return elements;
    }

    private static List<RawValue> indexed(Map<?, ?> map, String expected) {
        TreeMap<Integer, RawValue> elements = new TreeMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!INDEX.matcher(key).matches()) {
                throw new BadValueException("has the key " + Shown.quoted(key) + " where a list is wanted", expected);
            }
            elements.put(Integer.valueOf(key), new RawValue(entry.getValue()));
        }
        if (elements.isEmpty() || elements.lastKey() != elements.size() - 1) {
            throw new BadValueException("does not number its elements 0, 1, 2 … without a gap", expected);
        }
        return List.copyOf(elements.values());
    }

    /** A map, or a JSON object as text. Its keys are texts; its values are as they came. */
    Map<String, @Nullable Object> asObject(String expected) {
        present(expected);
        if (value instanceof Map<?, ?> map) {
            return Plain.copyOf(map);
        }
        if (value instanceof String text && document(text, expected) instanceof Map<?, ?> map) {
            return Plain.map(map);
        }
        throw new BadValueException("is no map", expected);
    }

    private static @Nullable Object document(String text, String expected) {
        if (text.length() > LONGEST_DOCUMENT) {
            throw new BadValueException("is longer than " + LONGEST_DOCUMENT + " characters", expected);
        }
        try {
            return StrictJson.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValueException("is no JSON: " + e.getMessage(), expected);
        }
    }

    /** One of the choices, in exactly their spelling. */
    String asChoice(List<String> choices) {
        String expected = "one of " + String.join(", ", choices);
        String text = asText(expected);
        if (!choices.contains(text)) {
            String sameLetters = choices.stream()
                    .filter(choice -> choice.equalsIgnoreCase(text))
                    .findFirst()
                    .orElse("");
            throw new BadValueException(
                    "is none of the choices" + (sameLetters.isEmpty() ? "" : " (did you mean " + sameLetters + "?)"),
                    expected);
        }
        return text;
    }
}

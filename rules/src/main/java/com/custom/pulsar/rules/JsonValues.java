package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.JsonView;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What JSON is for a rule: a whole number an int, or beyond 64 bits a double; other numbers doubles; an array a list. */
final class JsonValues {
    /** Quotes, and every character as an escape. */
    private static final int LONGEST_TEXT_BYTES = 2 + 6 * Limits.LONGEST_TEXT;

    private JsonValues() {}

    static Object of(JsonView json) {
        return switch (json.kind()) {
            case OBJECT -> new RowImage(json);
            case ARRAY -> list(json);
            case STRING -> text(json);
            case NUMBER -> number(json.json());
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> NullValue.NULL_VALUE;
        };
    }

    private static List<Object> list(JsonView json) {
        List<Object> list = new ArrayList<>();
        json.forEachElement(element -> {
            Limits.listOf(list.size() + 1);
            list.add(of(element));
        });
        return Collections.unmodifiableList(list);
    }

    private static String text(JsonView json) {
        if (json.length() > LONGEST_TEXT_BYTES) {
            throw new RuleFailureException("a text is longer than " + Limits.LONGEST_TEXT + " characters");
        }
        return Limits.text(json.text());
    }

    private static Object number(String digits) {
        boolean whole = digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
        if (whole && digits.length() <= 20) {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                return Double.parseDouble(digits);
            }
        }
        return Double.parseDouble(Limits.text(digits));
    }
}

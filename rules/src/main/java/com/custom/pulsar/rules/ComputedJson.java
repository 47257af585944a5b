package com.custom.pulsar.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.custom.pulsar.envelope.JsonText;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.util.Collection;
import java.util.Map;

/** Writes computed fields as members of a JSON object. For one event. */
final class ComputedJson {
    private final StringBuilder json = new StringBuilder();
    private int begin;

    void add(String name, Object value) {
        json.append(',');
        JsonText.appendString(json, name);
        json.append(':');
        begin = json.length();
        append(value);
    }

    /** Makes null of the value that was to be added last. */
    void replaceByNull() {
        json.setLength(begin);
        json.append("null");
    }

    byte[] members() {
        return json.toString().getBytes(UTF_8);
    }

    private void append(Object value) {
        if (value == NullValue.NULL_VALUE || value instanceof Boolean || value instanceof Long) {
            json.append(value == NullValue.NULL_VALUE ? "null" : value);
        } else if (value instanceof String text) {
            JsonText.appendString(json, text);
        } else if (value instanceof Double number) {
            appendDouble(number);
        } else if (value instanceof UnsignedLong number) {
            json.append(number);
        } else if (value instanceof RowImage image) {
            check(image.length());
            json.append(image.json());
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map);
        } else if (value instanceof Collection<?> list) {
            char separator = '[';
            for (Object element : list) {
                json.append(separator);
                append(element);
                separator = ',';
            }
            json.append(list.isEmpty() ? "[]" : "]");
        } else {
            throw new RuleFailureException("it gives a value that JSON does not have; make a text of it by string(…)");
        }
        check(0);
    }

    private void appendDouble(Double number) {
        if (!Double.isFinite(number)) {
            throw new RuleFailureException("it gives a number that is not finite, which JSON does not have");
        }
        json.append(number.doubleValue());
    }

    private void appendMap(Map<?, ?> map) {
        char separator = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new RuleFailureException("it gives a map whose keys are not all texts");
            }
            json.append(separator);
            JsonText.appendString(json, name);
            json.append(':');
            append(entry.getValue());
            separator = ',';
        }
        json.append(map.isEmpty() ? "{}" : "}");
    }

    private void check(int more) {
        if (json.length() - begin + more > Limits.LARGEST_OUTPUT) {
            throw new RuleFailureException("it gives more than " + Limits.LARGEST_OUTPUT + " characters of JSON");
        }
    }
}

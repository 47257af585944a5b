package com.custom.pulsar.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What stands in an event for a value that PostgreSQL left out, because an update left it as it was: Debezium's default
 * {@code unavailable.value.placeholder}, in the form of its column. The README's part on types has the forms.
 */
public final class UnchangedMark {
    private static final String TEXT = "__debezium_unavailable_value";
    private static final String QUOTED = '"' + TEXT + '"';
    private static final String BASE64 = '"' + Base64.getEncoder().encodeToString(TEXT.getBytes(US_ASCII)) + '"';

    private static final String MAP = "{" + QUOTED + ":" + QUOTED + "}";
    private static final String UUID_TEXT =
            '"' + UUID.nameUUIDFromBytes(TEXT.getBytes(US_ASCII)).toString() + '"';

    private static final Set<String> FORMS =
            Set.of(QUOTED, BASE64, MAP, escaped(MAP), "[" + UUID_TEXT + "]", bytes(""), bytes(".0"), bits());

    private static final int LONGEST = bits().length();

    private UnchangedMark() {}

    /** Whether a column's value is the mark and not a value. */
    public static boolean is(JsonView value) {
        if (value.length() > LONGEST) {
            return false;
        }
        return switch (value.kind()) {
            case STRING -> FORMS.contains(value.json());
            case OBJECT -> FORMS.contains(value.json()) || isShape(value);
            case ARRAY -> FORMS.contains(value.json()) || isListOfOne(value);
            default -> false;
        };
    }

    private static boolean isShape(JsonView value) {
        @Nullable JsonView wellKnownBinary = value.member("wkb");
        return wellKnownBinary != null && wellKnownBinary.json().equals(BASE64);
    }

    private static boolean isListOfOne(JsonView list) {
        AtomicInteger elements = new AtomicInteger();
        AtomicInteger marks = new AtomicInteger();
        list.forEachElement(element -> {
            elements.incrementAndGet();
            if (element.kind() != JsonView.Kind.ARRAY && is(element)) {
                marks.incrementAndGet();
            }
        });
        return elements.get() == 1 && marks.get() == 1;
    }

    /** An object as a text, which is how {@code hstore} comes by default. */
    private static String escaped(String json) {
        return '"' + json.replace("\"", "\\\"") + '"';
    }

    private static String bytes(String fraction) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        for (byte octet : TEXT.getBytes(US_ASCII)) {
            list.add(octet + fraction);
        }
        return list.toString();
    }

    private static String bits() {
        StringJoiner list = new StringJoiner(",", "[", "]");
        for (byte octet : TEXT.getBytes(US_ASCII)) {
            for (int bit = Byte.SIZE - 1; bit >= 0; bit--) {
                list.add(Boolean.toString(((octet >> bit) & 1) == 1));
            }
        }
        return list.toString();
    }
}

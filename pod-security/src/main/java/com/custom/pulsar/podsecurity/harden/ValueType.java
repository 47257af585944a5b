package com.custom.pulsar.podsecurity.harden;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What values a field of the policy has. */
public enum ValueType {
    /** A {@code Boolean}. */
    BOOLEAN("true or false"),
    /** A {@code Long}; any other whole number is taken as one. */
    INTEGER("a whole number"),
    /** A {@code String}. */
    TEXT("a text"),
    /** One {@code String} of {@link PolicyField#choices()}. */
    CHOICE("a text"),
    /** A {@code List<String>}. */
    TEXT_LIST("a list of texts"),
    /** A {@code List<Long>}; any other whole numbers are taken as such. */
    INTEGER_LIST("a list of whole numbers"),
    /** A {@code Map<String, String>} from a kernel parameter's name to its value. */
    SYSCTLS("a map from a kernel parameter's name to its value as text"),
    /** A {@code List<WritablePath>}. */
    WRITABLE_PATHS("a list of writable paths");

    private final String description;

    ValueType(String description) {
        this.description = description;
    }

    /** What is asked for, as a message says it: "a whole number". */
    public String description() {
        return description;
    }

    /** The value in this type's own Java class, unmodifiable; empty if it is no value of this type. */
    Optional<Object> read(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        return switch (this) {
            case BOOLEAN -> only(Boolean.class, value);
            case INTEGER -> integer(value);
            case TEXT, CHOICE -> only(String.class, value);
            case TEXT_LIST -> list(value, element -> only(String.class, element));
            case INTEGER_LIST -> list(value, ValueType::integer);
            case SYSCTLS -> sysctls(value);
            case WRITABLE_PATHS -> list(value, element -> only(WritablePath.class, element));
        };
    }

    private static Optional<Object> only(Class<?> type, Object value) {
        return type.isInstance(value) ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Object> integer(Object value) {
        if (!(value instanceof Number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.toString()).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> list(Object value, Function<Object, Optional<Object>> element) {
        if (!(value instanceof Collection<?> elements)) {
            return Optional.empty();
        }
        List<Object> read = new ArrayList<>();
        for (Object each : elements) {
            Optional<Object> one = each == null ? Optional.empty() : element.apply(each);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            read.add(one.get());
        }
        return Optional.of(List.copyOf(read));
    }

    private static Optional<Object> sysctls(Object value) {
        if (!(value instanceof Map<?, ?> entries)) {
            return Optional.empty();
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String setting)) {
                return Optional.empty();
            }
            read.put(name, setting);
        }
        return Optional.of(Collections.unmodifiableMap(read));
    }
}

package com.custom.pulsar.podsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one object as the API server does, which keeps what it knows, ignores other fields and refuses values of a wrong
 * type. What it refuses is reported and left out, so that the rest can still be judged.
 */
final class Decoder {

    private final KubernetesTypes types;
    private final Budget budget;
    private final Findings findings;

    Decoder(KubernetesTypes types, Budget budget, Findings findings) {
        this.types = types;
        this.budget = budget;
        this.findings = findings;
    }

    /** The object, with as many of its fields as could be decoded. */
    Struct decode(ValueType.Fields type, Map<?, ?> object, Path path) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        Map<String, ValueType> known = types.fields(type);
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            if (!budget.spend()) {
                break;
            }
            if (!(entry.getKey() instanceof String name)) {
                malformedKey(path, entry.getKey());
                continue;
            }
            ValueType fieldType = known.get(name);
            if (fieldType == null) {
                unknown.add(name);
                warnOfUnknownField(path.field(name), name, known.keySet());
            } else if (entry.getValue() != null) {
                value(fieldType, entry.getValue(), path.field(name)).ifPresent(value -> fields.put(name, value));
            }
        }
        return new Struct(path, fields, unknown);
    }

    private Optional<Object> value(ValueType type, Object raw, Path path) {
        if (type instanceof ValueType.Fields fields && raw instanceof Map<?, ?> map) {
            return Optional.of(decode(fields, map, path));
        }
        if (type instanceof ValueType.MapOf mapOf && raw instanceof Map<?, ?> map) {
            return Optional.of(map(mapOf.value(), map, path));
        }
        if (type instanceof ValueType.ListOf listOf && raw instanceof List<?> list) {
            return Optional.of(list(listOf.element(), list, path));
        }
        Optional<Object> scalar =
                type instanceof ValueType.Scalar scalarType ? scalar(scalarType, raw) : Optional.empty();
        if (scalar.isEmpty()) {
            findings.malformed(path, raw, type.expected());
        }
        return scalar;
    }

    private Map<String, Object> map(ValueType type, Map<?, ?> raw, Path path) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : raw.entrySet()) {
            if (!budget.spend()) {
                break;
            }
            if (entry.getKey() instanceof String key) {
                valueOrZero(type, entry.getValue(), path.key(key)).ifPresent(value -> values.put(key, value));
            } else {
                malformedKey(path, entry.getKey());
            }
        }
        return values;
    }

    private List<Object> list(ValueType type, List<?> raw, Path path) {
        List<Object> values = new ArrayList<>();
        int index = 0;
        for (Object element : raw) {
            if (!budget.spend()) {
                break;
            }
            valueOrZero(type, element, path.element(index)).ifPresent(values::add);
            index++;
        }
        return values;
    }

    /** In a list or map null is no absent value but Go's zero value of the type. */
    private Optional<Object> valueOrZero(ValueType type, @Nullable Object raw, Path path) {
        if (raw != null) {
            return value(type, raw, path);
        }
        if (type instanceof ValueType.Fields) {
            return Optional.of(new Struct(path, Map.of(), Set.of()));
        }
        return type == ValueType.Scalar.STRING ? Optional.of("") : Optional.empty();
    }

    private static Optional<Object> scalar(ValueType.Scalar type, Object raw) {
        return switch (type) {
            case BOOL -> Optional.of(raw).filter(Boolean.class::isInstance);
            case STRING -> Optional.of(raw).filter(String.class::isInstance);
            case INT32 -> int32(raw);
            case INT64 -> int64(raw);
            case QUANTITY -> Optional.of(raw).filter(Decoder::isQuantity);
            case INT_OR_STRING -> raw instanceof String ? Optional.of(raw) : int32(raw);
            case TIME -> Optional.of(raw).filter(value -> value instanceof String text && TimeText.accepts(text));
            case ANY -> Optional.of(raw);
        };
    }

    private static Optional<Object> int64(Object raw) {
        return raw instanceof Number number ? WholeNumber.of(number).map(value -> value) : Optional.empty();
    }

    private static Optional<Object> int32(Object raw) {
        return int64(raw).filter(value -> value instanceof Long number && number == number.intValue());
    }

    private static boolean isQuantity(Object raw) {
        return raw instanceof Number number
                ? QuantityText.accepts(number)
                : raw instanceof String text && QuantityText.accepts(text);
    }

    private void malformedKey(Path path, @Nullable Object key) {
        findings.malformed(path, key, "keys that are strings");
    }

    private void warnOfUnknownField(Path path, String name, Set<String> known) {
        String meant = NearestName.of(name, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
        findings.warning(path, "unknown field, which the API server ignores" + meant);
    }
}

package com.custom.pulsar.podsecurity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a known type after decoding: every value has the type that the table gives for its field, absent and null are
 * the same. An absent struct reads as one without fields, so that a path can be followed to its end.
 */
final class Struct {

    private final Path path;
    private final Map<String, Object> fields;
    private final Set<String> unknownFields;

    /**
     * @param fields Boolean, Long, String, Struct, or a List or Map of these
     * @param unknownFields the names that the type does not know
     */
    Struct(Path path, Map<String, Object> fields, Set<String> unknownFields) {
        this.path = path;
        this.fields = fields;
        this.unknownFields = unknownFields;
    }

    Path path() {
        return path;
    }

    Path path(String field) {
        return path.field(field);
    }

    Set<String> unknownFields() {
        return unknownFields;
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    @Nullable
    Boolean bool(String field) {
        return (Boolean) fields.get(field);
    }

    /** Whether the field is there and true. */
    boolean isTrue(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** Whether the field is there and false. */
    boolean isFalse(String field) {
        return Boolean.FALSE.equals(fields.get(field));
    }

    @Nullable
    Long number(String field) {
        return (Long) fields.get(field);
    }

    @Nullable
    String text(String field) {
        return (String) fields.get(field);
    }

    /** The text, or the empty text where the field is absent: what a Go string without a value is. */
    String textOrEmpty(String field) {
        String text = text(field);
        return text == null ? "" : text;
    }

    Optional<Struct> struct(String field) {
        return Optional.ofNullable((Struct) fields.get(field));
    }

    /** The struct of that field, or one without fields where it is absent. */
    Struct at(String field) {
        return struct(field).orElseGet(() -> new Struct(path.field(field), Map.of(), Set.of()));
    }

    List<Struct> structs(String field) {
        return list(field);
    }

    /** The texts of a list, or null where the field is absent. */
    @Nullable
    List<String> texts(String field) {
        return has(field) ? list(field) : null;
    }

    @SuppressWarnings("unchecked") // the decoder put in what the table says
    private <T> List<T> list(String field) {
        return (List<T>) fields.getOrDefault(field, List.of());
    }

    @SuppressWarnings("unchecked") // as above
    Map<String, String> textsByKey(String field) {
        return (Map<String, String>) fields.getOrDefault(field, Map.of());
    }
}

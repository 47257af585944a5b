package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/*
 * Only the columns count: a new Debezium may describe its source block otherwise, and that is no change of the table.
 */
/** The columns of a table as a registered schema has them, each with its type. */
public final class RowColumns {
    private final Map<String, String> types;

    private RowColumns(Map<String, String> types) {
        this.types = types;
    }

    /** Of the schema of a raw or an enriched topic; of what is none, no columns. */
    public static RowColumns of(byte[] avro) {
        Map<String, String> types = new LinkedHashMap<>();
        @Nullable JsonView envelope = new EnvelopeScanner().read(avro);
        @Nullable JsonView fields = envelope == null ? null : member(envelope, "fields");
        if (fields != null && fields.kind() == JsonView.Kind.ARRAY) {
            // The row is described where it comes first, and named where it comes again.
            fields.forEachElement(field -> {
                String name = text(member(field, "name"));
                if (types.isEmpty() && (name.equals("before") || name.equals("after"))) {
                    putRow(member(field, "type"), types);
                }
            });
        }
        return new RowColumns(types);
    }

    private static void putRow(@Nullable JsonView type, Map<String, String> types) {
        if (type == null) {
            return;
        }
        if (type.kind() == JsonView.Kind.ARRAY) {
            type.forEachElement(one -> putRow(one, types));
        }
        @Nullable JsonView columns = member(type, "fields");
        if (columns != null && columns.kind() == JsonView.Kind.ARRAY) {
            columns.forEachElement(column -> {
                @Nullable JsonView columnType = member(column, "type");
                types.put(text(member(column, "name")), columnType == null ? "" : columnType.json());
            });
        }
    }

    private static @Nullable JsonView member(JsonView value, String name) {
        return value.kind() == JsonView.Kind.OBJECT ? value.member(name) : null;
    }

    private static String text(@Nullable JsonView value) {
        return value == null || value.kind() != JsonView.Kind.STRING ? "" : value.text();
    }

    /** Whether each of earlier columns is still there with the same type. */
    public boolean keepAllOf(RowColumns earlier) {
        return types.entrySet().containsAll(earlier.types.entrySet());
    }

    /** How the columns differ from earlier ones, such as {@code "added colour; dropped size; another type of amount"}; empty if they do not. */
    public Optional<String> differenceFrom(RowColumns earlier) {
        StringJoiner differences = new StringJoiner("; ");
        types.keySet().stream()
                .filter(column -> !earlier.types.containsKey(column))
                .forEach(column -> differences.add("added " + column));
        earlier.types.keySet().stream()
                .filter(column -> !types.containsKey(column))
                .forEach(column -> differences.add("dropped " + column));
        types.forEach((column, type) -> {
            @Nullable String before = earlier.types.get(column);
            if (before != null && !Objects.equals(before, type)) {
                differences.add("another type of " + column);
            }
        });
        return differences.length() == 0 ? Optional.empty() : Optional.of(differences.toString());
    }
}

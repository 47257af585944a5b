package com.custom.pulsar.rules;

import com.custom.pulsar.envelope.EnvelopeScanner;
import com.custom.pulsar.envelope.JsonShape;
import com.custom.pulsar.envelope.JsonView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Pulsar describes JSON by a schema of Avro (Apache Avro specification, 1.11), but writes it as everybody does: bytes are base64, and a union has no
 * name of its type around the value.
 */
/** Makes of a registered schema what its JSON has to look like. For one schema. */
final class AvroShape {
    private static final int INT_BITS = 32;
    private static final int LONG_BITS = 64;

    private final Map<String, JsonShape> named = new HashMap<>();

    private AvroShape() {}

    /** Empty if the bytes are no schema of Avro. */
    static Optional<JsonShape> of(byte[] avro) {
        @Nullable JsonView schema = new EnvelopeScanner().read(avro);
        try {
            return schema == null ? Optional.empty() : Optional.of(new AvroShape().shape(schema, ""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private JsonShape shape(JsonView type, String namespace) {
        return switch (type.kind()) {
            case STRING -> byName(type.text(), namespace);
            case ARRAY -> union(type, namespace);
            case OBJECT -> complex(type, namespace);
            default -> throw new IllegalArgumentException("a type is neither a name nor a schema");
        };
    }

    private JsonShape byName(String name, String namespace) {
        return switch (name) {
            case "null" -> JsonShape.nothing();
            case "boolean" -> JsonShape.truth();
            case "int" -> JsonShape.whole(INT_BITS);
            case "long" -> JsonShape.whole(LONG_BITS);
            case "float", "double" -> JsonShape.number();
            case "string", "bytes" -> JsonShape.text();
            default -> {
                @Nullable JsonShape known = named.get(fullName(name, namespace));
                if (known == null) {
                    throw new IllegalArgumentException("a type is not known");
                }
                yield known;
            }
        };
    }

    private JsonShape union(JsonView types, String namespace) {
        List<JsonShape> shapes = new ArrayList<>();
        types.forEachElement(type -> shapes.add(shape(type, namespace)));
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("a union of nothing");
        }
        return JsonShape.anyOf(shapes);
    }

    private JsonShape complex(JsonView schema, String namespace) {
        JsonView type = member(schema, "type");
        if (type.kind() != JsonView.Kind.STRING) {
            return shape(type, namespace);
        }
        return switch (type.text()) {
            case "record", "error" -> record(schema, namespace);
            case "enum", "fixed" -> define(schema, namespace, JsonShape.text());
            case "array" -> JsonShape.list(shape(member(schema, "items"), namespace));
            case "map" -> JsonShape.map(shape(member(schema, "values"), namespace));
            default -> byName(type.text(), namespace);
        };
    }

    private JsonShape record(JsonView schema, String namespace) {
        String name = name(schema, namespace);
        String inner = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        // One that has itself in it is not followed.
        named.put(name, JsonShape.anything());
        List<JsonShape.Member> members = new ArrayList<>();
        array(member(schema, "fields")).forEachElement(field -> {
            JsonView type = member(field, "type");
            boolean required = field.member("default") == null && !mayBeNull(type);
            members.add(new JsonShape.Member(text(member(field, "name")), shape(type, inner), required));
        });
        JsonShape shape = JsonShape.object(members);
        named.put(name, shape);
        return shape;
    }

    private JsonShape define(JsonView schema, String namespace, JsonShape shape) {
        named.put(name(schema, namespace), shape);
        return shape;
    }

    private static boolean mayBeNull(JsonView type) {
        boolean[] found = {false};
        if (type.kind() == JsonView.Kind.ARRAY) {
            type.forEachElement(one -> found[0] |= one.json().equals("\"null\""));
        }
        return found[0];
    }

    private static String name(JsonView schema, String namespace) {
        @Nullable JsonView own = schema.member("namespace");
        return fullName(text(member(schema, "name")), own == null ? namespace : text(own));
    }

    private static String fullName(String name, String namespace) {
        return name.indexOf('.') >= 0 || namespace.isEmpty() ? name : namespace + "." + name;
    }

    private static JsonView member(JsonView schema, String name) {
        @Nullable JsonView value = schema.kind() == JsonView.Kind.OBJECT ? schema.member(name) : null;
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static JsonView array(JsonView value) {
        if (value.kind() != JsonView.Kind.ARRAY) {
            throw new IllegalArgumentException("fields are no list");
        }
        return value;
    }

    private static String text(JsonView value) {
        if (value.kind() != JsonView.Kind.STRING) {
            throw new IllegalArgumentException("a name is no text");
        }
        return value.text();
    }
}

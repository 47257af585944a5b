package com.custom.pulsar.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;

/** How Avro calls what a rule gives, as JSON (Apache Avro specification, 1.11). */
final class AvroType {
    /** Of a value whose type only the event tells; Avro has no type for anything. */
    private static final String ANY = "[\"null\",\"boolean\",\"long\",\"double\",\"string\"]";

    private AvroType() {}

    /** A union, since a rule that reads an absent value gives null. */
    static String nullable(CelType type) {
        return switch (type.kind()) {
            case BOOL -> orNull("\"boolean\"");
            case INT -> orNull("\"long\"");
            case DOUBLE -> orNull("\"double\"");
            case STRING -> orNull("\"string\"");
            case LIST -> orNull("{\"type\":\"array\",\"items\":" + nullable(((ListType) type).elemType()) + "}");
            case MAP -> orNull("{\"type\":\"map\",\"values\":" + nullable(((MapType) type).valueType()) + "}");
            // An unsigned number may be larger than Avro's long.
            default -> ANY;
        };
    }

    private static String orNull(String type) {
        return "[\"null\"," + type + "]";
    }
}

package com.custom.pulsar.source;

import io.apicurio.registry.utils.converter.avro.AvroData;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The Avro schema text that a topic is registered with: what the connector that Pulsar ships registers for the same
 * table. Equal Connect schemas give equal text in every process, since the registry compares texts.
 *
 * <p>Avro allows letters, digits and underscores in names only. A column with another name keeps it in the JSON; only in the
 * schema text its forbidden characters become underscores.
 */
final class AvroText {

    private static final Pattern FORBIDDEN = Pattern.compile("[^\\p{L}\\p{N}_]");

    private AvroText() {}

    static String of(Schema schema) {
        try {
            return converted(schema);
        } catch (AvroRuntimeException e) {
            return converted(withLegalNames(schema));
        }
    }

    // A new converter each time: it remembers schemas by name, so a table with a new column would get its old text.
    private static String converted(Schema schema) {
        return new AvroData(1).fromConnectSchema(schema).toString();
    }

    private static Schema withLegalNames(Schema schema) {
        return switch (schema.type()) {
            case STRUCT -> legalStruct(schema);
            case ARRAY -> copied(SchemaBuilder.array(withLegalNames(schema.valueSchema())), schema);
            case MAP ->
                copied(
                        SchemaBuilder.map(withLegalNames(schema.keySchema()), withLegalNames(schema.valueSchema())),
                        schema);
            default -> schema;
        };
    }

    private static Schema legalStruct(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct();
        Set<String> taken = new HashSet<>();
        for (Field field : schema.fields()) {
            String name = legal(field.name());
            while (!taken.add(name)) {
                name = name + "_";
            }
            builder.field(name, withLegalNames(field.schema()));
        }
        return copied(builder, schema);
    }

    private static Schema copied(SchemaBuilder builder, Schema schema) {
        if (schema.name() != null) {
            builder.name(schema.name());
        }
        if (schema.version() != null) {
            builder.version(schema.version());
        }
        if (schema.parameters() != null) {
            builder.parameters(schema.parameters());
        }
        return schema.isOptional() ? builder.optional().build() : builder.build();
    }

    private static String legal(String name) {
        String letters = FORBIDDEN.matcher(name).replaceAll("_");
        return letters.isEmpty() || Character.isDigit(letters.charAt(0)) ? "_" + letters : letters;
    }
}

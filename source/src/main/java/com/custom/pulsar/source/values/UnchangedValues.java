package com.custom.pulsar.source.values;

import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.relational.Column;
import io.debezium.relational.RelationalDatabaseSchema;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.ValueConverter;
import io.debezium.relational.ValueConverterProvider;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/*
 * Of a row that is updated PostgreSQL does not send the large values that stay as they were, unless the table has REPLICA IDENTITY FULL.
 * Debezium 3.7 puts a text in their place, or a list for some types of arrays. Where the column's schema is another, the text
 * does not fit; it then logs that, and leaves the field out: null, which would say that the row holds NULL.
 *
 * Debezium makes its converters itself and gives none to who wants to stand before them: a custom converter replaces them,
 * together with the schema. So this one is put into the builder of its schemas, before that has made any.
 */
/**
 * Debezium's value converters, but for the values that PostgreSQL left out: these are marked in the form of the column's schema. And the elements of
 * arrays may be null.
 */
public final class UnchangedValues implements ValueConverterProvider {

    private static final java.lang.reflect.Field BUILDER =
            DebeziumField.of(RelationalDatabaseSchema.class, "schemaBuilder");
    private static final java.lang.reflect.Field PROVIDER =
            DebeziumField.of(TableSchemaBuilder.class, "valueConverterProvider");

    private final ValueConverterProvider debezium;
    private final UnchangedValue unchanged;

    UnchangedValues(ValueConverterProvider debezium, UnchangedValue unchanged) {
        this.debezium = debezium;
        this.unchanged = unchanged;
    }

    /**
     * Has the tables' schemas mark what was left out. To be called before the first table is read; again has no effect.
     *
     * @param placeholder {@code unavailable.value.placeholder} as bytes
     */
    public static void markIn(PostgresSchema schema, byte[] placeholder) {
        try {
            markIn((TableSchemaBuilder) BUILDER.get(schema), placeholder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("A field of Debezium's schemas cannot be read", e);
        }
    }

    static void markIn(TableSchemaBuilder builder, byte[] placeholder) throws IllegalAccessException {
        ValueConverterProvider debezium = (ValueConverterProvider) PROVIDER.get(builder);
        if (!(debezium instanceof UnchangedValues)) {
            PROVIDER.set(builder, new UnchangedValues(debezium, new UnchangedValue(placeholder)));
        }
    }

    @Override
    public @Nullable SchemaBuilder schemaBuilder(Column column) {
        return withNullableElements(debezium.schemaBuilder(column));
    }

    // Any array may hold NULL; of an enum's, and of others that it makes from their elements' types, Debezium says that
    // it does not.
    private static @Nullable SchemaBuilder withNullableElements(@Nullable SchemaBuilder builder) {
        if (builder == null || builder.type() != Schema.Type.ARRAY || builder.name() != null) {
            return builder;
        }
        Schema elements = builder.valueSchema();
        if (elements.isOptional() || !elements.type().isPrimitive()) {
            return builder;
        }
        SchemaBuilder nullable = SchemaBuilder.type(elements.type()).optional();
        if (elements.name() != null) {
            nullable.name(elements.name());
        }
        if (elements.version() != null) {
            nullable.version(elements.version());
        }
        if (elements.parameters() != null) {
            nullable.parameters(elements.parameters());
        }
        return SchemaBuilder.array(nullable.build());
    }

    @Override
    public @Nullable ValueConverter converter(Column column, @Nullable Field field) {
        ValueConverter converter = debezium.converter(column, field);
        return converter == null || field == null || isNeverLarge(field.schema())
                ? converter
                : new Marking(column.name(), field.schema(), converter, unchanged);
    }

    private static boolean isNeverLarge(Schema schema) {
        // Not so a double: with decimal.handling.mode, a numeric of any length is one.
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64, FLOAT32, BOOLEAN -> true;
            default -> false;
        };
    }

    /** The converter of one column. */
    private record Marking(String column, Schema schema, ValueConverter converter, UnchangedValue unchanged)
            implements ValueConverter {

        @Override
        public @Nullable Object convert(@Nullable Object value) {
            // Debezium's marks are plain objects. Their class is asked first, because this is asked of every value.
            return value != null
                            && value.getClass() == Object.class
                            && UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)
                    ? marked(value)
                    : converter.convert(value);
        }

        private Object marked(Object mark) {
            // A mark of its own kind stands for a type whose form Debezium has documented; the general one becomes a
            // text.
            Object known = mark == UnchangedToastedReplicationMessageColumn.UNCHANGED_TOAST_VALUE
                    ? null
                    : converter.convert(mark);
            if (known != null && fits(known)) {
                return known;
            }
            Object own = unchanged.of(schema);
            if (own == null) {
                // Debezium names table, column and type, and passes on what this was caused by.
                throw new DataException(
                        column,
                        new DataException(
                                "PostgreSQL does not send the value, which is large and was not changed, and no"
                                        + " value of this type could stand for one that is not there; later changes bring it"
                                        + " after ALTER TABLE … REPLICA IDENTITY FULL"));
            }
            return own;
        }

        private boolean fits(Object value) {
            try {
                ConnectSchema.validateValue(schema, value);
                return true;
            } catch (DataException e) {
                return false;
            }
        }
    }
}

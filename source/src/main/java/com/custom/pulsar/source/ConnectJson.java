package com.custom.pulsar.source;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/*
 * Writes Connect values as JSON, straight from the Struct into a buffer. A schema is turned once into a plan, with the
 * names of its fields encoded, and the plan is then run for every event of the table.
 *
 * The JSON is that of Kafka's JsonConverter with schemas.enable=false and replace.null.with.default=false: a NULL stays
 * null where the column has a default, because the row holds NULL. The converter is the oracle of the tests. Differences:
 *
 * - In Debezium's source block a missing field does get its default: while streaming Debezium leaves "snapshot" out and relies
 *   on the default "false", which is what consumers compare with.
 * - A surrogate without partner, of which the converter makes an escape that is no text, becomes U+FFFD.
 * - Of a ByteBuffer only what remains is written, where the converter writes the whole array behind it.
 */
/** A plan that writes the values of one Connect schema as JSON. Any thread may use it. */
abstract class ConnectJson {

    private static final String SOURCE_BLOCK = "io.debezium.connector.postgresql.Source";
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final Schema schema;

    private ConnectJson(Schema schema) {
        this.schema = schema;
    }

    static ConnectJson plan(Schema schema) {
        String name = schema.name();
        if (Decimal.LOGICAL_NAME.equals(name)) {
            return new Scalar(schema, (v, out) -> out.base64(Decimal.fromLogical(schema, (BigDecimal) v)));
        }
        if (Date.LOGICAL_NAME.equals(name)) {
            return new Scalar(schema, (v, out) -> out.number(Date.fromLogical(schema, (java.util.Date) v)));
        }
        if (Time.LOGICAL_NAME.equals(name)) {
            return new Scalar(schema, (v, out) -> out.number(Time.fromLogical(schema, (java.util.Date) v)));
        }
        if (Timestamp.LOGICAL_NAME.equals(name)) {
            return new Scalar(schema, (v, out) -> out.number(Timestamp.fromLogical(schema, (java.util.Date) v)));
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> new Scalar(schema, (v, out) -> out.number(((Number) v).longValue()));
            case FLOAT32 ->
                new Scalar(schema, (v, out) -> out.number(Float.toString((Float) v), Float.isFinite((Float) v)));
            case FLOAT64 ->
                new Scalar(schema, (v, out) -> out.number(Double.toString((Double) v), Double.isFinite((Double) v)));
            case BOOLEAN -> new Scalar(schema, (v, out) -> out.raw((Boolean) v ? TRUE : FALSE));
            case STRING -> new Scalar(schema, (v, out) -> out.string((CharSequence) v));
            case BYTES -> new Scalar(schema, ConnectJson::writeBytes);
            case ARRAY -> new ArrayPlan(schema);
            case MAP -> new MapPlan(schema);
            case STRUCT -> new StructPlan(schema);
        };
    }

    /**
     * Writes one value.
     *
     * @throws DataException if the value is not of the schema; the text names the schema and never the value
     */
    final void write(@Nullable Object value, JsonBuffer out) {
        if (value == null) {
            if (!schema.isOptional()) {
                throw new DataException("null in " + described() + ", which is not optional");
            }
            out.raw(NULL);
            return;
        }
        try {
            writePresent(value, out);
        } catch (ClassCastException e) {
            throw new DataException(
                    "a value of " + value.getClass().getName() + " in " + described() + ", which cannot hold it");
        }
    }

    abstract void writePresent(Object value, JsonBuffer out);

    private String described() {
        return schema.name() == null
                ? "a field of type " + schema.type()
                : "a field of type " + schema.type() + " (" + schema.name() + ")";
    }

    private static void writeBytes(Object value, JsonBuffer out) {
        if (value instanceof byte[] array) {
            out.base64(array);
        } else {
            out.base64((ByteBuffer) value);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private interface Body {
        void write(Object value, JsonBuffer out);
    }

    private static final class Scalar extends ConnectJson {
        private final Body body;

        Scalar(Schema schema, Body body) {
            super(schema);
            this.body = body;
        }

        @Override
        void writePresent(Object value, JsonBuffer out) {
            body.write(value, out);
        }
    }

    private static final class ArrayPlan extends ConnectJson {
        private final ConnectJson elements;

        ArrayPlan(Schema schema) {
            super(schema);
            elements = plan(schema.valueSchema());
        }

        @Override
        void writePresent(Object value, JsonBuffer out) {
            char separator = '[';
            for (Object element : (Collection<?>) value) {
                out.raw(separator);
                elements.write(element, out);
                separator = ',';
            }
            close(separator, '[', ']', out);
        }
    }

    private static final class MapPlan extends ConnectJson {
        private final ConnectJson keys;
        private final ConnectJson values;
        private final boolean isObject;

        MapPlan(Schema schema) {
            super(schema);
            keys = plan(schema.keySchema());
            values = plan(schema.valueSchema());
            isObject = schema.keySchema().type() == Schema.Type.STRING;
        }

        @Override
        void writePresent(Object value, JsonBuffer out) {
            char open = isObject ? '{' : '[';
            char separator = open;
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.raw(separator);
                separator = ',';
                if (isObject) {
                    out.string(Objects.requireNonNullElse((CharSequence) entry.getKey(), "null"));
                    out.raw(':');
                    values.write(entry.getValue(), out);
                } else {
                    out.raw('[');
                    keys.write(entry.getKey(), out);
                    out.raw(',');
                    values.write(entry.getValue(), out);
                    out.raw(']');
                }
            }
            close(separator, open, isObject ? '}' : ']', out);
        }
    }

    private static final class StructPlan extends ConnectJson {
        private final Schema schema;
        private final Field[] fields;
        private final byte[][] names;
        private final ConnectJson[] values;
        private final boolean isSourceBlock;
        // Debezium's source block, and the row images of some tables, have a schema that equals the announced one
        // without
        // being it. Two threads may both compare; what they store is as good.
        private @Nullable Schema alike;

        StructPlan(Schema schema) {
            super(schema);
            this.schema = schema;
            isSourceBlock = SOURCE_BLOCK.equals(schema.name());
            List<Field> declared = schema.fields();
            fields = declared.toArray(Field[]::new);
            names = new byte[fields.length][];
            values = new ConnectJson[fields.length];
            JsonBuffer name = new JsonBuffer();
            for (int i = 0; i < fields.length; i++) {
                name.clear();
                name.raw(i == 0 ? '{' : ',');
                name.string(fields[i].name());
                name.raw(':');
                names[i] = name.toBytes();
                values[i] = plan(fields[i].schema());
            }
        }

        @Override
        void writePresent(Object value, JsonBuffer out) {
            Struct struct = (Struct) value;
            // By identity first: comparing schemas field by field would cost more than writing the row.
            if (struct.schema() != schema && struct.schema() != alike) {
                requireAlike(struct.schema());
            }
            if (struct instanceof SourceBlock block) {
                block.write(out);
                return;
            }
            for (int i = 0; i < fields.length; i++) {
                out.raw(names[i]);
                values[i].write(value(struct, fields[i]), out);
            }
            if (fields.length == 0) {
                out.raw('{');
            }
            out.raw('}');
        }

        // Struct.get(Field) is the faster one, and puts the default, that very object, in place of null.
        private @Nullable Object value(Struct struct, Field field) {
            Object value = struct.get(field);
            return value == null || isSourceBlock || value != field.schema().defaultValue()
                    ? value
                    : struct.getWithoutDefault(field.name());
        }

        private void requireAlike(Schema other) {
            if (!other.equals(schema)) {
                throw new DataException("a struct of schema " + other.name() + " where " + schema.name()
                        + " was announced, or of another version of it");
            }
            alike = other;
        }
    }

    private static void close(char separator, char open, char close, JsonBuffer out) {
        if (separator == open) {
            out.raw(open);
        }
        out.raw(close);
    }
}

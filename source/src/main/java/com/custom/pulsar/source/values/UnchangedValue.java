package com.custom.pulsar.source.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a value that PostgreSQL left out, in the form of each schema:
 *
 * <ul>
 *   <li>text: the placeholder;
 *   <li>bytes, and the unscaled value of a decimal: its bytes;
 *   <li>a list of texts, bytes, decimals or structs: one element, which stands for a value of that schema;
 *   <li>a list of numbers: one for each byte of the placeholder; of truth values: its bits, each byte's highest first;
 *   <li>a map: one entry, whose key and value stand for such;
 *   <li>a struct: the fields that must be there, or else the first that can tell; numbers in it are 0, the others null.
 * </ul>
 *
 * A single number or truth value can be told from no other.
 */
final class UnchangedValue {

    private final String text;
    private final byte[] bytes;

    /** @param placeholder {@code unavailable.value.placeholder} as bytes */
    UnchangedValue(byte[] placeholder) {
        bytes = placeholder.clone();
        text = new String(placeholder, StandardCharsets.UTF_8);
    }

    /** Null if no value of the schema can be told from the others. */
    @Nullable
    Object of(Schema schema) {
        return switch (schema.type()) {
            case STRING -> text;
            case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? decimal(schema) : bytes.clone();
            case ARRAY -> list(schema.valueSchema());
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
            default -> null;
        };
    }

    private BigDecimal decimal(Schema schema) {
        return new BigDecimal(
                new BigInteger(bytes), Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
    }

    private @Nullable List<?> list(Schema elements) {
        return switch (elements.type()) {
            case INT8 -> each(index -> bytes[index]);
            case INT16 -> each(index -> (short) bytes[index]);
            case INT32 -> each(index -> int32(elements, bytes[index]));
            case INT64 -> each(index -> int64(elements, bytes[index]));
            case FLOAT32 -> each(index -> (float) bytes[index]);
            case FLOAT64 -> each(index -> (double) bytes[index]);
            case BOOLEAN -> bits();
            default -> {
                Object element = of(elements);
                yield element == null ? null : List.of(element);
            }
        };
    }

    private static Object int32(Schema schema, int value) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, value);
        }
        return Time.LOGICAL_NAME.equals(schema.name()) ? Time.toLogical(schema, value & 0xFF) : (Object) value;
    }

    private static Object int64(Schema schema, long value) {
        return Timestamp.LOGICAL_NAME.equals(schema.name()) ? Timestamp.toLogical(schema, value) : (Object) value;
    }

    private List<Object> each(IntFunction<Object> number) {
        List<Object> numbers = new ArrayList<>(bytes.length);
        for (int index = 0; index < bytes.length; index++) {
            numbers.add(number.apply(index));
        }
        return numbers;
    }

    private List<Object> bits() {
        List<Object> bits = new ArrayList<>(bytes.length * Byte.SIZE);
        for (byte octet : bytes) {
            for (int bit = Byte.SIZE - 1; bit >= 0; bit--) {
                bits.add(((octet >> bit) & 1) == 1);
            }
        }
        return bits;
    }

    private @Nullable Map<?, ?> map(Schema schema) {
        Object key = of(schema.keySchema());
        Object value = of(schema.valueSchema());
        return key == null || value == null ? null : Collections.singletonMap(key, value);
    }

    private @Nullable Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        boolean isTold = false;
        for (Field field : schema.fields()) {
            if (!field.schema().isOptional()) {
                Object value = of(field.schema());
                Object filled = value == null ? zero(field.schema()) : value;
                if (filled == null) {
                    return null;
                }
                struct.put(field, filled);
                isTold |= value != null;
            }
        }
        for (Field field : schema.fields()) {
            Object value = isTold || !field.schema().isOptional() ? null : of(field.schema());
            if (value != null) {
                struct.put(field, value);
                isTold = true;
            }
        }
        return isTold ? struct : null;
    }

    private static @Nullable Object zero(Schema schema) {
        return switch (schema.type()) {
            case INT8 -> (byte) 0;
            case INT16 -> (short) 0;
            case INT32 -> int32(schema, 0);
            case INT64 -> int64(schema, 0);
            case FLOAT32 -> 0F;
            case FLOAT64 -> 0D;
            case BOOLEAN -> false;
            default -> null;
        };
    }
}

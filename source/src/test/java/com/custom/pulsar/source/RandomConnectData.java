package com.custom.pulsar.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Connect schemas of every type, nested, and values for them; the same for the same seed. */
final class RandomConnectData {

    private static final long DAY = 86_400_000L;

    private final Random random;

    RandomConnectData(long seed) {
        random = new Random(seed);
    }

    Schema schema(int depth) {
        SchemaBuilder builder = builder(depth);
        if (random.nextInt(3) == 0) {
            builder.optional();
            if (builder.type() == Schema.Type.INT32 && builder.name() == null && random.nextBoolean()) {
                builder.defaultValue(random.nextInt());
            }
        }
        return builder.build();
    }

    private SchemaBuilder builder(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 13)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(random.nextInt(6));
            case 10 -> Date.builder();
            case 11 -> Time.builder();
            case 12 -> Timestamp.builder();
            case 13 -> SchemaBuilder.array(schema(depth - 1));
            case 14 ->
                SchemaBuilder.map(random.nextBoolean() ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA, schema(depth - 1));
            default -> {
                SchemaBuilder struct = SchemaBuilder.struct().name("s" + random.nextInt(1000));
                int fields = random.nextInt(6);
                for (int i = 0; i < fields; i++) {
                    struct.field(i + text(), schema(depth - 1));
                }
                yield struct;
            }
        };
    }

    @Nullable
    Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        if (schema.name() != null && schema.type() != Schema.Type.STRUCT) {
            return logicalValue(schema);
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt() >> random.nextInt(32);
            case INT64 -> random.nextLong() >> random.nextInt(64);
            case FLOAT32 -> Float.intBitsToFloat(random.nextInt());
            case FLOAT64 -> random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
            case ARRAY -> list(schema.valueSchema());
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    @SuppressWarnings("JavaUtilDate") // The type in which Connect holds its logical times.
    private Object logicalValue(Schema schema) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME ->
                new BigDecimal(
                        new BigInteger(random.nextInt(90), random),
                        Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
            case Date.LOGICAL_NAME -> new java.util.Date(DAY * (random.nextInt(60_000) - 30_000));
            case Time.LOGICAL_NAME -> new java.util.Date(random.nextInt((int) DAY));
            case Timestamp.LOGICAL_NAME -> new java.util.Date(random.nextLong() / 1000);
            default -> throw new IllegalArgumentException(schema.name());
        };
    }

    private List<@Nullable Object> list(Schema elements) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(elements));
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(Schema schema) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object key = schema.keySchema().type() == Schema.Type.STRING ? text() : random.nextInt();
            map.put(key, value(schema.valueSchema()));
        }
        return map;
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema()));
        }
        return struct;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int bound = random.nextInt(10) == 0 ? Character.MAX_CODE_POINT : 0x120;
            int codePoint = random.nextInt(bound);
            boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(isSurrogate ? 'x' : codePoint);
        }
        return text.toString();
    }
}

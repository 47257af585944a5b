package com.custom.pulsar.source.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Json;
import io.debezium.data.VariableScaleDecimal;
import io.debezium.data.geometry.Circle;
import io.debezium.data.geometry.Geometry;
import io.debezium.data.geometry.Line;
import io.debezium.data.geometry.Point;
import io.debezium.data.vector.SparseDoubleVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

final class UnchangedValueTest {
    private static final byte[] AB = "ab".getBytes(StandardCharsets.US_ASCII);

    private final UnchangedValue unchanged = new UnchangedValue(AB);

    @Test
    void textsAndBytesAreThePlaceholder() {
        assertThat(of(Schema.STRING_SCHEMA)).isEqualTo("ab");
        assertThat(of(Json.schema())).isEqualTo("ab");
        assertThat(of(Schema.OPTIONAL_BYTES_SCHEMA)).isEqualTo(AB);
    }

    @Test
    void anExactDecimalHasThePlaceholderForItsDigits() {
        assertThat(of(Decimal.schema(2))).isEqualTo(new BigDecimal(new BigInteger(AB), 2));
        Struct variable = (Struct) of(VariableScaleDecimal.schema());
        assertThat(variable.getBytes("value")).isEqualTo(AB);
        assertThat(variable.getInt32("scale")).isZero();
    }

    @Test
    void listsOfNumbersAreTheBytesOfThePlaceholder() {
        assertThat(of(listOf(Schema.INT8_SCHEMA))).isEqualTo(List.of((byte) 'a', (byte) 'b'));
        assertThat(of(listOf(Schema.OPTIONAL_INT16_SCHEMA))).isEqualTo(List.of((short) 97, (short) 98));
        assertThat(of(listOf(Schema.INT32_SCHEMA))).isEqualTo(List.of(97, 98));
        assertThat(of(listOf(Schema.INT64_SCHEMA))).isEqualTo(List.of(97L, 98L));
        assertThat(of(listOf(Schema.FLOAT32_SCHEMA))).isEqualTo(List.of(97F, 98F));
        assertThat(of(listOf(Schema.FLOAT64_SCHEMA))).isEqualTo(List.of(97D, 98D));
    }

    @Test
    void listsOfTimesAreTheBytesAsDaysOrMilliseconds() {
        assertThat(of(listOf(Date.SCHEMA)))
                .isEqualTo(List.of(Date.toLogical(Date.SCHEMA, 97), Date.toLogical(Date.SCHEMA, 98)));
        assertThat(of(listOf(Time.SCHEMA)))
                .isEqualTo(List.of(Time.toLogical(Time.SCHEMA, 97), Time.toLogical(Time.SCHEMA, 98)));
        assertThat(of(listOf(Timestamp.SCHEMA)))
                .isEqualTo(
                        List.of(Timestamp.toLogical(Timestamp.SCHEMA, 97), Timestamp.toLogical(Timestamp.SCHEMA, 98)));
    }

    @Test
    void aListOfTruthValuesIsTheBitsOfThePlaceholder() {
        assertThat(of(listOf(Schema.BOOLEAN_SCHEMA)))
                .isEqualTo(List.of(
                        false, true, true, false, false, false, false, true, false, true, true, false, false, false,
                        true, false));
    }

    @Test
    void anyOtherListHasOneElementThatIsMarked() {
        assertThat(of(listOf(Schema.OPTIONAL_STRING_SCHEMA))).isEqualTo(List.of("ab"));
        assertThat((List<?>) of(listOf(Schema.BYTES_SCHEMA))).singleElement().isEqualTo(AB);
        assertThat((List<?>) of(listOf(Geometry.schema()))).singleElement().isEqualTo(of(Geometry.schema()));
        assertThat(of(listOf(listOf(Schema.INT32_SCHEMA)))).isEqualTo(List.of(List.of(97, 98)));
    }

    @Test
    void aMapHasOneEntryOfBoth() {
        assertThat(of(SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                        .build()))
                .isEqualTo(Map.of("ab", "ab"));
    }

    @Test
    void aShapeIsMarkedInItsBytes() {
        Struct geometry = (Struct) of(Geometry.schema());
        assertThat(geometry.getBytes("wkb")).isEqualTo(AB);
        assertThat(geometry.get("srid")).isNull();
        Struct point = (Struct) of(Point.builder().build());
        assertThat(point.getBytes("wkb")).isEqualTo(AB);
        assertThat(point.getFloat64("x")).isZero();
        assertThat(((Struct) of(Circle.builder().build())).getStruct("center").getBytes("wkb"))
                .isEqualTo(AB);
    }

    @Test
    void whatCannotBeToldFromOthersHasNone() {
        assertThat(List.of(Schema.INT32_SCHEMA, Schema.OPTIONAL_FLOAT64_SCHEMA, Schema.BOOLEAN_SCHEMA))
                .allSatisfy(schema -> assertThat(unchanged.of(schema)).isNull());
        assertThat(unchanged.of(Line.builder().build())).isNull();
        assertThat(unchanged.of(listOf(Line.builder().build()))).isNull();
        assertThat(unchanged.of(SparseDoubleVector.schema())).isNull();
    }

    private Object of(Schema schema) {
        Object value = Objects.requireNonNull(unchanged.of(schema));
        ConnectSchema.validateValue(schema, value);
        if (value instanceof Struct struct) {
            struct.validate();
        }
        return value;
    }

    private static Schema listOf(Schema elements) {
        return SchemaBuilder.array(elements).build();
    }
}
